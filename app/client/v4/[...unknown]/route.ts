import { notRouted } from "@/lib/http/gateway-route";

export {
  notRouted as GET,
  notRouted as POST,
  notRouted as PUT,
  notRouted as PATCH,
  notRouted as DELETE,
};
