import { describe, expect, it } from "vitest";
import { readNetsh } from "../../../server/src/catalog/grammars/netsh-arguments.js";

type Remark = readonly [code: string, found: string, replacement?: string];

/** Words as netsh gets them, split at single blanks; `_` stands for a blank inside a quoted word, `?` for an unknown word. */
function check(line: string, ...expected: readonly Remark[]): void {
  it(line, () => {
    const words = line.split(" ").map((word) => (word === "?" ? null : word.replaceAll("_", " ")));
    const found = readNetsh(words).remarks.map((remark) => {
      const word = words[remark.word] ?? "";
      return [remark.code, word.slice(remark.start, remark.end), remark.replacement];
    });
    expect(found).toEqual(expected.map(([code, place, replacement]) => [code, place, replacement]));
  });
}

describe("netsh lines that are right", () => {
  check("interface teredo set state disabled");
  check("interface teredo set state type=enterpriseclient servername=default");
  check("interface ipv6 add v6v4tunnel IP6Tunnel 192.168.1.20 216.66.80.26");
  check("interface ipv6 add v6v4tunnel interface=IP6Tunnel localaddress=192.168.1.20 remoteaddress=216.66.80.26");
  check("interface ipv6 add address IP6Tunnel 2001:db8:1:65b::2");
  check("interface ipv6 add address interface=Local_Area_Connection address=2001:db8:2:65b::1/64");
  check("interface ipv6 add route ::/0 IP6Tunnel 2001:db8:1:65b::1");
  check("interface ipv6 set route ::/0 IP6Tunnel publish=yes");
  check("int ipv6 set int Local_Area_Connection forwarding=enabled advertise=enabled routerdiscovery=dhcp advertisedefaultroute=enabled");
  check("interface ipv6 set interface LAN metric=10 mtu=1480");
  check("interface ipv6 set interface 12 forwarding=enabled");
  check("interface ipv6 set interface LAN enabled");
  check("interface ipv6 set privacy state=disabled");
  check("interface ipv6 set privacy disabled store=persistent");
  check("interface ipv6 show prefixpolicies");
  check("interface ipv6 reset");
  check("int ipv6 show prefix");
  check("interface ipv4 set interface LAN forwarding=on");
  check("advfirewall set allprofiles state on");
  check("interface ipv6 add v6v4tunnel IP6Tunnel ? ?");
  check("interface ipv6 add address ? 2001:db8::1");
  check("");
});

describe("netsh lines that are wrong", () => {
  check("interface ipv6 set interface LAN forwarding=on privacy=disabled", ["flag-value", "on", "enabled"], ["privacy", "privacy"]);
  check("interface ipv6 set interface LAN forwarding=enable", ["flag-abbreviated", "enable", "enabled"]);
  check("interface ipv6 set interface LAN fowarding=enabled", ["unknown-tag", "fowarding", "forwarding"]);
  check("interface ipv6 set interface LAN routerdiscovery=yes", ["flag-value", "yes", "enabled"]);
  check("interface ipv6 set route ::/0 IP6Tunnel publish=true", ["publish-value", "true", "yes"]);
  check("interface ipv6 set route ::/0 IP6Tunnel publish=enabled", ["publish-value", "enabled", "yes"]);
  check("interface teredo set state disable", ["flag-abbreviated", "disable", "disabled"]);
  check("interface teredo set state off", ["teredo-state", "off"]);
  check("interface teredo set state type=clientt", ["teredo-state", "clientt", "client"]);
  check("interface ipv6 add v6v4tunnel IP6Tunnel 192.168.1.20", ["tunnel-ipv4", ""]);
  check("interface ipv6 add v6v4tunnel IP6Tunnel w.x.y.z a.b.c.d", ["tunnel-ipv4", "w.x.y.z"], ["tunnel-ipv4", "a.b.c.d"]);
  check("interface ipv6 add v6v4tunnel IP6Tunnel 192.168.1.20 10.0.0.1", ["tunnel-remote-private", "10.0.0.1"]);
  check("interface ipv6 add address IP6Tunnel 2001:xxxx:wwww:65b::2", ["ipv6-literal", "2001:xxxx:wwww:65b::2"]);
  check("interface ipv6 add route ::/0 IP6Tunnel 2001:xxxx:wwww:65b::1", ["ipv6-literal", "2001:xxxx:wwww:65b::1"]);
  check("interface ipv6 set route 2001:db8:2:65b:: LAN publish=yes", ["route-prefix-length", "2001:db8:2:65b::", "2001:db8:2:65b::/64"]);
  check("interface ipv6 add route :: IP6Tunnel", ["route-prefix-length", "::", "::/0"]);
  check("interface ipv6 set interface Local Area Connection forwarding=enabled", ["name-unquoted", "Local", "Local Area Connection"]);
  check("interface ipv6 add address interface=Local Area Connection address=2001:db8::1", [
    "name-unquoted",
    "Local",
    "Local Area Connection",
  ]);
  check("interface ipv6 add address Local Area Connection 2001:db8::1", ["name-unquoted", "Local", "Local Area Connection"]);
  check("interface ipv6 set route 2001:db8::/64 Local Area Connection publish=yes", ["name-unquoted", "Local", "Local Area Connection"]);
  check("interface ipv6 set interface Ethernet 2 forwarding=enabled", ["name-unquoted", "Ethernet", "Ethernet 2"]);
  check("interface ipv6 add v6v4tunnel IP6 Tunnel 192.168.1.20 216.66.80.26", ["name-unquoted", "IP6", "IP6 Tunnel"]);
});
