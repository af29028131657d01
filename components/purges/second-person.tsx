"use client";

import { Notice } from "@/components/ui/notice";
import { useTimeZone } from "@/components/ui/time";
import { absoluteText } from "@/components/ui/time-text";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { secondPersonWords } from "@/lib/schemas/second-person-words";

/** Who approved the purge, or that it was sent past the second person. Nothing where none was asked for. */
export function SecondPersonNotice({ secondPerson }: Pick<PurgeDetail, "secondPerson">) {
  const { zone } = useTimeZone();
  // That it still waits is said by where it stands.
  if (secondPerson === null || secondPerson.approval?.state === "pending") return null;
  return secondPersonWords(secondPerson, (at) => absoluteText(at, zone)).map((line) => (
    <Notice
      key={line}
      tone={secondPerson.passed !== null && secondPerson.passed.review === null ? "old" : "info"}
      title={`${line}.`}
    />
  ));
}
