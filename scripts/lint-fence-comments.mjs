// A rule may be switched off for a line, never without saying why: `eslint-disable-next-line rule -- why`.

const disable = /^eslint-disable(?:-next-line|-line)?\b(.*)$/s;

function isExplained(text) {
  const [rules, why] = text.split(/\s-{2,}\s/);
  return rules.trim() !== "" && why !== undefined && why.trim() !== "";
}

/** Refuses disable comments without a reason or a rule's name, and settings inside of files. */
export const explainedDisable = {
  meta: { type: "suggestion", schema: [] },
  create: (context) => ({
    Program: () => {
      for (const { type, value, loc } of context.sourceCode.getAllComments()) {
        const text = value.trim();
        const disabled = disable.exec(text);
        const configures = type === "Block" && /^eslint\s/.test(text);
        if (!configures && (disabled === null || isExplained(disabled[1]))) continue;
        context.report({
          // Before the comment's own line starts, or the comment would hide this report, too.
          loc: { line: loc.start.line, column: -1 },
          message: "Name the rule that is switched off and say why: `-- reason`.",
        });
      }
    },
  }),
};
