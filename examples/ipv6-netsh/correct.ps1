# The same in PowerShell, with the broker's values on top. Curly quotes are quotes here.
$local = '192.168.1.20'
$broker = '216.66.80.26'
$tunnel = '2001:470:1f08:65b'
$routed = '2001:470:1f09:65b'
$lan = 'Local Area Connection'

netsh advfirewall set allprofiles state on
netsh interface teredo set state disabled
netsh interface ipv6 add v6v4tunnel IP6Tunnel $local $broker
netsh interface ipv6 add address IP6Tunnel "${tunnel}::2"
netsh interface ipv6 add route ::/0 IP6Tunnel "${tunnel}::1" publish=yes
netsh interface ipv6 add address $lan "${routed}::1"
netsh interface ipv6 set interface “Local Area Connection” forwarding=enabled advertise=enabled
netsh interface ipv6 set route "${routed}::/64" $lan publish=yes
netsh interface ipv6 set interface IP6Tunnel forwarding=enabled
