import { allReleases, formatBuild } from "../engine.js";
import type { TargetChoice } from "./protocol.js";

const withoutBuild: readonly TargetChoice[] = [
  { value: "Online", description: "Exchange Online" },
  { value: "SCC", description: "Security & Compliance PowerShell" },
  { value: "SE", description: "Exchange Server Subscription Edition, any build" },
  { value: "2019", description: "Exchange Server 2019, any build" },
  { value: "2016", description: "Exchange Server 2016, any build" },
  { value: "2013", description: "Exchange Server 2013, any build" },
  { value: "2010", description: "Exchange Server 2010, any build" },
];

/** The products, then every known release, the newest first. */
export function targetChoices(): TargetChoice[] {
  const releases = allReleases()
    .filter((release) => release.generation !== "2007")
    .map((release) => ({
      value: `${release.generation} ${release.update}`,
      description: `${formatBuild(release.build)}, ${release.date}`,
    }));
  return [...withoutBuild, ...releases.reverse()];
}
