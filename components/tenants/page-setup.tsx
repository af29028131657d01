import type { ReactNode } from "react";
import { variantText } from "@/components/probes/variant-text";
import type { TenantDetail } from "@/lib/schemas/tenants";

type Page = TenantDetail["pages"][number];

const code = (text: string) => <span className="font-mono text-[0.93em]">{text}</span>;

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How a page is probed, folded away; nothing for a page without a set-up. */
export function PageSetup({ page: { path, variants, leaveOut, probeHeader } }: { page: Page }) {
  if (variants.length + leaveOut.length === 0 && probeHeader === null) return null;
  return (
    <details className="text-sm whitespace-normal">
      <summary className="min-h-6 w-fit text-muted">
        How it is probed<span className="sr-only">: {path}</span>
      </summary>
      <dl className="flex flex-col gap-1.5 pb-1 wrap-anywhere">
        {variants.length > 0 && (
          <Part title="Variants beside the default one">
            <ul>
              {variants.map((variant) => (
                <li key={variant.name}>
                  {variant.name}: {code(variantText(variant))}
                </li>
              ))}
            </ul>
          </Part>
        )}
        {leaveOut.length > 0 && (
          <Part title="Left out of the fingerprint">
            <ul>
              {leaveOut.map((rule) => (
                <li key={JSON.stringify(rule)}>
                  {"pointer" in rule ? (
                    code(rule.pointer)
                  ) : (
                    <>
                      between {code(rule.begin)} and {code(rule.end)}
                    </>
                  )}
                </li>
              ))}
            </ul>
          </Part>
        )}
        {probeHeader !== null && (
          <Part title="Probe header">
            {code(probeHeader.name)} with the secret {code(probeHeader.secret)}
          </Part>
        )}
      </dl>
    </details>
  );
}
