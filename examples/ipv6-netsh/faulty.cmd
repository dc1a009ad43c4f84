@echo off
netsh interface teredo set state off & rem want netsh-teredo-state
netsh interface ipv6 add v6v4tunnel IP6Tunnel w.x.y.z 10.0.0.1 & rem want netsh-tunnel-ipv4, netsh-tunnel-remote-private
netsh interface ipv6 add address IP6Tunnel 2001:xxxx:wwww:65b::2 & rem want netsh-ipv6-literal
netsh interface ipv6 add route ::/0 IP6Tunnel 2001:470:1f08:65b::1
netsh interface ipv6 set route ::/0 IP6Tunnel publish=true & rem want netsh-publish-value
netsh interface ipv6 add address interface=“Local Area Connection” address=2001:470:1f09:65b::1 & rem want netsh-curly-quotes
netsh interface ipv6 set interface Local Area Connection forwarding=enabled & rem want netsh-name-unquoted
netsh interface ipv6 set interface "Local Area Connection" forwarding=on privacy=disabled & rem want netsh-flag-value, netsh-set-interface-privacy
netsh interface ipv6 set route 2001:470:1f09:65b:: "Local Area Connection" publish=yes & rem want netsh-route-prefix-length
netsh int ipv6 set interface "IP6Tunnel" forwarding=enabled & rem want netsh-forward-without-firewall
