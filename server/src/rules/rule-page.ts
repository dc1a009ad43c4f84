/** Where the rules' pages are published. */
const pages = "https://github.com/exchange-rms/exchange-rms-powershell/blob/main/docs/rules/";

/** The address of a rule's page. */
export function rulePage(id: string): string {
  return `${pages}${id}.md`;
}
