"use client";

import Link from "next/link";
import { useState } from "react";
import { ReasonDialog } from "@/components/failures/reason-dialog";
import { purgeTitle } from "@/components/purges/purge-title";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/live";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useReview } from "@/lib/queries/approvals";
import type { BrokenGlass } from "@/lib/schemas/approvals";

function Row({ one, onReview }: { one: BrokenGlass; onReview: () => void }) {
  const { purge, usedAt, usedBy, review, whyNot } = one;
  return (
    <Tr>
      <Td label="Sent">
        <Time value={usedAt} />
      </Td>
      <Td label="Purge" className="max-w-80 wrap-anywhere">
        <Link href={`/purges/${purge.id}`} className="text-accent-text underline">
          {purgeTitle(purge)}
        </Link>
      </Td>
      <Td label="By, and why" className="max-w-md wrap-anywhere">
        {/* One child: on small screens a cell lays its children out side by side. */}
        <div>
          <span className="block">{usedBy}</span>
          <span className="text-muted">{purge.reason}</span>
        </div>
      </Td>
      <Td label="Review" className="max-w-md wrap-anywhere">
        {review === null ? (
          <Badge tone="old">Not reviewed</Badge>
        ) : (
          <div>
            <span className="block">
              {review.by}, <Time value={review.at} />
            </span>
            <span className="text-muted">{review.note}</span>
          </div>
        )}
      </Td>
      <Td className="text-right">
        {review === null && (
          <Button size="sm" whyDisabled={whyNot ?? undefined} onClick={onReview}>
            Review
          </Button>
        )}
      </Td>
    </Tr>
  );
}

function ReviewDialog({ one, onClose }: { one: BrokenGlass; onClose: () => void }) {
  const review = useReview(one.purge.id);
  const announce = useAnnounce();
  return (
    <ReasonDialog
      title={`Review: ${purgeTitle(one.purge)}`}
      question="What did you find?"
      act="Note the review"
      pending={review.isPending}
      problem={{ title: "It was not noted", error: review.error }}
      onSubmit={(note) =>
        review.mutate(note, {
          onSuccess: () => {
            announce("The review is noted.");
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <p className="wrap-anywhere">
        {one.usedBy} went past the second person <Time value={one.usedAt} />: “{one.purge.reason}”
      </p>
    </ReasonDialog>
  );
}

/** Purges for which somebody went past the second person: each waits until another admin has looked at it. */
export function BrokenGlassList({ items }: { items: readonly BrokenGlass[] }) {
  const [open, setOpen] = useState<BrokenGlass | null>(null);
  return (
    <>
      <Table label="Past the second person" stacked>
        <thead>
          <tr>
            <Th>Sent</Th>
            <Th>Purge</Th>
            <Th>By, and why</Th>
            <Th>Review</Th>
            <Th>
              <span className="sr-only">Act</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <Row key={one.purge.id} one={one} onReview={() => setOpen(one)} />
          ))}
        </tbody>
      </Table>
      {open !== null && <ReviewDialog one={open} onClose={() => setOpen(null)} />}
    </>
  );
}
