$tunnel = '2001:470:1f08:65b'
netsh interface ipv6 add v6v4tunnel IP6Tunnel 192.168.1.20 # want netsh-tunnel-ipv4
netsh interface ipv6 add address IP6Tunnel "${tunnel}::2"
netsh interface ipv6 add address "Local Area Connection" "${tunnel}::10" # want netsh-lan-uses-tunnel-prefix
netsh interface ipv6 set interface 'Local Area Connection' fowarding=enabled # want netsh-unknown-tag
netsh interface ipv6 set interface IP6Tunnel forwarding=enabled # want netsh-forward-without-firewall
