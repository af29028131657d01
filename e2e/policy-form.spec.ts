import { expect, test } from "./fixtures";
import type { Problem } from "@/lib/schemas/errors";
import type { PolicyHistory } from "@/lib/schemas/policies";

test("everything that is wrong with an edited policy is told at once, each at its own field", async ({
  openAs,
  apiAs,
}) => {
  const page = await openAs("admin", "/policy");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PUT") asked.push(request.url());
  });
  await page.getByRole("button", { name: "Change the policy" }).click();
  const proven = page.getByRole("textbox", { name: "Seconds to prove it in: One page" });
  const grace = page.getByRole("textbox", { name: "Seconds to cancel in: Content that" });
  const signIn = page.getByRole("textbox", { name: /^Minutes since .*Everything in the zone/ });
  const minutes = page.getByRole("textbox", { name: "Minutes to approve in" });
  const ticket = page.getByRole("textbox", { name: /^A ticket has to look like/ });
  const auditor = page.getByRole("checkbox", { name: "admin: Everything in the zone" });
  await grace.fill("301");
  await signIn.fill("five");
  await proven.fill("1.5");
  await minutes.fill("");
  await ticket.fill("(?<=a)b(");
  await auditor.uncheck();
  await page.getByRole("button", { name: "Look at the changes" }).click();

  await expect(grace).toHaveAccessibleDescription("must be 0 to 300 seconds");
  await expect(signIn).toHaveAccessibleDescription("must be a whole number of minutes, 5 to 720");
  await expect(proven).toHaveAccessibleDescription("must be a whole number of seconds, 5 to 600");
  await expect(minutes).toHaveAccessibleDescription(/must be a whole number of minutes/);
  await expect(ticket).toHaveAccessibleDescription(/must be a regular expression of RE2/);
  await expect(auditor).toHaveAccessibleDescription("must name at least one role");
  await expect(grace).toBeFocused();
  await expect(signIn).toHaveValue("five");
  await expect(proven).toHaveValue("1.5");
  const alert = page.getByRole("alert").filter({ hasText: "6 things are to be mended" });
  await expect(
    alert.getByText("Content that other tenants share: seconds to cancel in: must be 0 to 300"),
  ).toBeVisible();
  expect(asked, "nothing was sent").toEqual([]);

  // What is mended is well at once, and the rest stays.
  await grace.fill("30");
  await expect(grace).toHaveAccessibleDescription("");
  await expect(page.getByRole("alert").getByText("5 things are to be mended")).toBeVisible();

  // The server finds the same by itself.
  const admin = await apiAs("admin");
  const { current } = await admin.get<PolicyHistory>("/policy");
  const policy = structuredClone(current.policy);
  policy.tiers.shared.graceSeconds = 301;
  policy.tiers.everything.roles = [];
  policy.ticketPattern = "(?<=a)b(";
  policy.quietHours = { tiers: [], from: "22:00", to: "22:00", timeZone: "Nowhere" };
  const answer = await admin.http.put("/api/v1/policy", {
    data: { baseVersion: current.version, policy, reason: "All at once" },
  });
  expect(answer.status()).toBe(400);
  const { errors } = (await answer.json()) as Problem;
  expect(errors?.map(({ path }) => path).toSorted()).toEqual([
    "policy.quietHours.tiers",
    "policy.quietHours.timeZone",
    "policy.quietHours.to",
    "policy.ticketPattern",
    "policy.tiers.everything.roles",
    "policy.tiers.shared.graceSeconds",
  ]);
});

test("what the server alone refuses in a policy is shown at its field too, and nothing typed is lost", async ({
  openAs,
}) => {
  const page = await openAs("admin", "/policy");
  await page.getByRole("button", { name: "Change the policy" }).click();
  const ticket = page.getByRole("textbox", { name: /^A ticket has to look like/ });
  await ticket.fill("^ZD-\\d+$");
  const refused: Partial<Problem> = {
    ...{ code: "invalid_input", status: 400, detail: "policy.ticketPattern: is too wide" },
    errors: [{ path: "policy.ticketPattern", message: "is too wide" }],
  };
  await page.route("**/api/v1/policy", (route) =>
    route.fulfill({
      ...{ status: 400, contentType: "application/problem+json" },
      body: JSON.stringify(refused),
    }),
  );
  await page.getByRole("button", { name: "Look at the changes" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("Tickets are the help desk's");
  await dialog.getByRole("button", { name: "Change the policy" }).click();
  await expect(dialog).toBeHidden();
  await expect(ticket).toHaveAccessibleDescription(/is too wide/);
  await expect(ticket).toBeFocused();
  await expect(ticket).toHaveValue("^ZD-\\d+$");
});
