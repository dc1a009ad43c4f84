@echo off
rem A Windows server as IPv6 router behind a tunnel broker. Behind NAT the first address is the server's own private one.
netsh advfirewall set allprofiles state on
netsh interface teredo set state disabled
netsh interface ipv6 add v6v4tunnel IP6Tunnel 192.168.1.20 216.66.80.26
netsh interface ipv6 add address IP6Tunnel 2001:470:1f08:65b::2
netsh interface ipv6 add route ::/0 IP6Tunnel 2001:470:1f08:65b::1
netsh interface ipv6 set route ::/0 IP6Tunnel publish=yes
rem The LAN uses the routed /64, whose third group is one higher than the tunnel's.
netsh interface ipv6 add address interface="Local Area Connection" address=2001:470:1f09:65b::1
netsh interface ipv6 set interface "Local Area Connection" forwarding=enabled advertise=enabled ^
    routerdiscovery=enabled advertisedefaultroute=enabled
netsh interface ipv6 set privacy state=disabled
netsh interface ipv6 set route 2001:470:1f09:65b::/64 "Local Area Connection" publish=yes
netsh int ipv6 set interface "IP6Tunnel" forwarding=enabled
