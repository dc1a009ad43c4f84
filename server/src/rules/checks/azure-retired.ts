import type { Call } from "../call.js";
import type { Check, CheckResult } from "../check.js";
import { placeOf } from "./call-words.js";

/** Successors of the cmdlets of Azure's old modules, service management and AzureRM; null where there is none. */
const SUCCESSORS: Readonly<Record<string, string | null>> = {
  "import-azurepublishsettingsfile": "Connect-AzAccount",
  "add-azureaccount": "Connect-AzAccount",
  "get-azuresubscription": "Get-AzSubscription",
  "select-azuresubscription": "Set-AzContext",
  "set-azuresubscription": "Set-AzContext",
  "new-azurevmconfig": "New-AzVMConfig with Set-AzVMOSDisk",
  "new-azurevm": "New-AzVM",
  "add-azureendpoint": "Add-AzNetworkSecurityRuleConfig (and a NAT rule of the load balancer)",
  "set-azuresubnet": "New-AzNetworkInterfaceIpConfig",
  "set-azurestaticvnetip": "New-AzNetworkInterfaceIpConfig",
  "start-azurevm": "Start-AzVM",
  "get-azurevm": "Get-AzVM",
  "stop-azurevm": "Stop-AzVM",
  "remove-azurevm": "Remove-AzVM",
  "remove-azureservice": "Remove-AzResourceGroup (which removes everything in the group, disks too)",
  "get-azurestorageaccount": "Get-AzStorageAccount",
  "get-azurelocation": "Get-AzLocation",
  "get-azuredisk": "Get-AzDisk",
  "get-azurevnetsite": "Get-AzVirtualNetwork",
  "get-azureaffinitygroup": null,
  "add-azurermaccount": "Connect-AzAccount",
  "connect-azurermaccount": "Connect-AzAccount",
  "login-azurermaccount": "Connect-AzAccount",
  "new-azurermvm": "New-AzVM",
  "new-azurermvmconfig": "New-AzVMConfig",
  "start-azurermvm": "Start-AzVM",
  "stop-azurermvm": "Stop-AzVM",
};

/** Their successors want other arguments or stand elsewhere in the script: the name alone would not do. */
const SHAPED_OTHERWISE: ReadonlySet<string> = new Set([
  "import-azurepublishsettingsfile",
  "set-azuresubscription",
  "new-azurevm",
  "set-azuresubnet",
  "set-azurestaticvnetip",
]);

function retiredAzure(call: Call): readonly CheckResult[] {
  const successor = SUCCESSORS[call.name];
  if (successor === undefined) return [];
  const advice = successor === null ? "There is nothing in its place: plan without it" : `Its successor is ${successor}`;
  const isSingle = successor !== null && !successor.includes(" ") && !SHAPED_OTHERWISE.has(call.name);
  return [{ ...placeOf(call.nameSpan), fields: { advice }, ...(isSingle && successor !== null ? { replacement: successor } : {}) }];
}

/** A cmdlet of Azure's retired modules, with its successor. */
export const azureRetired: Check = { of: "cmdlet", run: retiredAzure };

/** The same where the catalogue does not know the cmdlet. */
export const azureRetiredOfProgram: Check = { of: "native", run: retiredAzure };
