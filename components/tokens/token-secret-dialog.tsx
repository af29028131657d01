"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useCopy } from "@/components/ui/copy";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { MadeToken } from "@/lib/schemas/tokens";
import {
  agentLine,
  curlLine,
  leavesZone,
  onlyProbes,
  onlyReports,
  sdkSnippet,
} from "./token-snippets";

function Copied({ title, text, act }: { title: string; text: string; act: string }) {
  const { copied, copy } = useCopy();
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-sm font-medium">{title}</h3>
        <Button
          size="sm"
          icon={copied ? <Check aria-hidden className="text-fresh" /> : <Copy aria-hidden />}
          onClick={() => copy(text)}
        >
          {act}
        </Button>
      </div>
      <pre
        tabIndex={0}
        className="overflow-x-auto rounded-md border border-hairline bg-inset p-2 font-mono text-xs wrap-anywhere whitespace-pre-wrap"
      >
        {text}
      </pre>
    </section>
  );
}

function ForClients({ made, origin }: { made: MadeToken; origin: string }) {
  return (
    <>
      <Copied title="Try it with curl" text={curlLine(made, origin)} act="Copy curl" />
      {!onlyReports(made) && (
        <Copied
          title="With Cloudflare's own client, in TypeScript"
          text={sdkSnippet(made, origin)}
          act="Copy TypeScript"
        />
      )}
      {leavesZone(made) && (
        <p className="text-sm text-muted">
          In place of <code className="font-mono">ZONE_ID</code> goes the zone&apos;s id, as at
          Cloudflare. With this token{" "}
          <code className="font-mono wrap-anywhere">{`${origin}/client/v4/zones`}</code> lists them.
        </p>
      )}
    </>
  );
}

/**
 * The secret of a token that was just made: shown now and never again, with what to paste. Esc, the close button and
 * a click beside it do not close it, since each may be a slip: that it may go is said by its one button.
 */
export function TokenSecretDialog({ made, onClose }: { made: MadeToken; onClose: () => void }) {
  const { origin } = window.location;
  const [isRefused, setIsRefused] = useState(false);
  return (
    <Dialog
      open
      onClose={() => setIsRefused(true)}
      title={`${made.token.name} is made`}
      className="max-w-[min(44rem,calc(100vw-1.5rem))]"
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice tone="old" title="Copy the token now: it is not shown again">
          Only a digest of it is kept. If it is lost, revoke it and make another.
        </Notice>
        {isRefused && (
          <Notice tone="broken" urgent title="Not closed: the token would be gone">
            When it is where it belongs, choose <em>I have copied it</em> below.
          </Notice>
        )}
        <Copied title="Token" text={made.secret} act="Copy token" />
        {onlyProbes(made) ? (
          <Copied
            title="Start the agent, in a checkout of this repository elsewhere"
            text={agentLine(made, origin)}
            act="Copy command"
          />
        ) : (
          <ForClients made={made} origin={origin} />
        )}
      </div>
    </Dialog>
  );
}
