import { purgeHandler } from "../../../purge-handler";
import { noSuchMethod } from "@/lib/http/gateway-route";

export const POST = purgeHandler("purge");

export { noSuchMethod as GET, noSuchMethod as PUT, noSuchMethod as PATCH, noSuchMethod as DELETE };
