/** How many random scenarios verdicts are held to: some in `npm test`, a thousand in `npm run test:verdicts`. */
export const verdictScenarios = Number(process.env["VERDICT_SCENARIOS"] ?? 150);
