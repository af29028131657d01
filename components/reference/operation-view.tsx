import { Badge, type Tone } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy";
import { KeyValue, KeyValues } from "@/components/ui/key-value";
import type { JsonSchema, OpenApiOperation } from "@/lib/schemas/openapi";
import { FieldTable } from "./field-table";
import { curlOf } from "./curl-of";
import { fieldsOf, kindOf, limitsOf, resolved } from "./schema-words";

const tones: Record<string, Tone> = { get: "neutral", delete: "broken" };

function Example({ label, text }: { label: string; text: string }) {
  return (
    <div className="group/copy relative">
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="overflow-x-auto rounded-md border border-hairline bg-inset p-3 pr-10 font-mono text-xs leading-5"
      >
        {text}
      </pre>
      <CopyButton value={text} label={label} className="absolute top-2 right-2" />
    </div>
  );
}

function whoMay(operation: OpenApiOperation): string {
  const roles = operation["x-roles"].join(", ");
  const verbs = operation["x-verbs"];
  if (roles === "") return `service tokens with the verb ${verbs.join(" or ")}`;
  return verbs.length === 0
    ? roles
    : `${roles}; service tokens with the verb ${verbs.join(" or ")}`;
}

function Answers({ responses }: { responses: OpenApiOperation["responses"] }) {
  return (
    <KeyValues>
      {Object.entries(responses).map(([status, { description, content, "x-codes": codes }]) => {
        const [type = "", first] = Object.entries(content)[0] ?? [];
        const json = type === "application/json";
        return (
          <KeyValue key={status} label={status}>
            {codes === undefined ? (
              <span className="font-mono text-sm">
                {json && first !== undefined ? kindOf(first.schema) : type || description}
              </span>
            ) : (
              <span className="text-sm text-muted">{codes.join(", ").replaceAll("_", " ")}</span>
            )}
          </KeyValue>
        );
      })}
    </KeyValues>
  );
}

/** One operation: closed it is a line, open it has all that the contract says. */
export function OperationView({
  method,
  path,
  operation,
  named,
}: {
  method: string;
  path: string;
  operation: OpenApiOperation;
  named: Record<string, JsonSchema>;
}) {
  const { parameters, requestBody, responses, summary, operationId } = operation;
  const [type = "", body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const answer = Object.values(responses)[0]?.content["application/json"]?.schema;
  const answerFields = answer === undefined ? [] : fieldsOf(resolved(answer, named), named, []);
  const bodyFields =
    body === undefined ? [] : fieldsOf(resolved(body.schema, named), named, Object.keys(named));
  return (
    <details id={operationId} className="group/operation border-t border-hairline">
      <summary className="flex min-h-11 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 -outline-offset-2 hover:bg-hover">
        <Badge tone={tones[method] ?? "accent"} icon={null} mono className="w-16 justify-center">
          {method.toUpperCase()}
        </Badge>
        <span className="font-mono text-sm wrap-anywhere">{path}</span>
        <span className="text-sm text-muted">{summary}</span>
      </summary>
      <div className="flex flex-col gap-4 px-3 pt-1 pb-4">
        <p className="text-sm text-muted">May be used by: {whoMay(operation)}</p>
        {parameters.length > 0 && (
          <FieldTable
            label={`Parameters of ${method.toUpperCase()} ${path}`}
            needs
            fields={parameters.map((one) => ({
              name: one.name,
              kind: `${kindOf(one.schema)}, in the ${one.in}`,
              limits: limitsOf(one.schema),
              required: one.required,
            }))}
          />
        )}
        {bodyFields.length > 0 && (
          <FieldTable
            label={`Body of ${method.toUpperCase()} ${path} (${type})`}
            needs
            fields={bodyFields}
          />
        )}
        <Example label={`Example of ${summary}`} text={curlOf(method, path, operation)} />
        <Answers responses={responses} />
        {answerFields.length > 0 && (
          <FieldTable
            label={`Answer of ${method.toUpperCase()} ${path}`}
            needs={false}
            fields={answerFields}
          />
        )}
      </div>
    </details>
  );
}
