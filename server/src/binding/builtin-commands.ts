/** Commands of PowerShell itself that change neither variables nor what their arguments refer to. */
const HARMLESS: ReadonlySet<string> = new Set(
  (
    "write-host write-verbose write-warning write-error write-debug write-information write-progress out-host out-file out-string out-default out-gridview " +
    "format-table format-list format-wide convertto-json convertfrom-json convertto-csv convertfrom-csv convertto-html convertto-xml convertto-securestring " +
    "convertfrom-securestring export-csv import-csv export-clixml import-clixml set-content add-content get-content clear-content test-path join-path " +
    "split-path resolve-path get-item get-childitem new-item remove-item copy-item move-item rename-item get-itemproperty set-itemproperty " +
    "new-itemproperty remove-itemproperty get-date get-random get-host get-process get-service start-service stop-service restart-service set-service " +
    "start-sleep test-connection resolve-dnsname get-member measure-object group-object compare-object get-unique select-string get-credential read-host " +
    "get-location set-location push-location pop-location get-wmiobject get-ciminstance new-pssession remove-pssession get-pssession import-pssession " +
    "enter-pssession exit-pssession connect-exchangeonline disconnect-exchangeonline connect-ippssession connect-aipservice add-pssnapin get-pssnapin get-module " +
    "remove-module install-module set-executionpolicy get-executionpolicy set-strictmode get-psdrive new-psdrive get-acl set-acl new-timespan get-culture " +
    "get-uiculture get-eventlog get-winevent write-eventlog send-mailmessage invoke-webrequest invoke-restmethod start-process stop-process start-transcript " +
    "stop-transcript get-alias get-help wait-job receive-job get-job remove-job stop-job new-guid test-netconnection get-netipaddress restart-computer"
  ).split(" "),
);

/** Whether a command changes neither variables nor what its arguments refer to; what blocks in it do counts by itself. Lower case. */
export function isHarmless(name: string): boolean {
  return HARMLESS.has(name) || FOLLOWED.has(name);
}

/** Whether the output of a harmless command is followed. */
export function isFollowed(name: string): boolean {
  return FOLLOWED.has(name);
}

const FOLLOWED: ReadonlySet<string> = new Set([
  "foreach-object",
  "where-object",
  "measure-command",
  "get-variable",
  "get-command",
  "out-null",
  "write-output",
  "select-object",
  "sort-object",
  "new-object",
]);
