import { expect, test } from "vitest";
import { mendAddress } from "./mend-addresses";

test.each([
  ["/api/v1/tenants/42?q=%ff", "/api/v1/tenants/42?q=%ff"],
  ["/api/v1/tenants/%C3%A9", "/api/v1/tenants/%C3%A9"],
  ["/api/v1/tenants/%ff?q=%ff", "/api/v1/tenants/%25ff?q=%ff"],
  ["/%c0%af%2f", "/%25c0%25af%252f"],
  ["/100%", "/100%25"],
])("%s becomes %s", (given, mended) => {
  expect(mendAddress(given)).toBe(mended);
  expect(() => decodeURIComponent(mended.split("?")[0] ?? "")).not.toThrow();
});
