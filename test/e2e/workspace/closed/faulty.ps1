Set-TransportConfig -ExternalDelayDsnEnabled 'true'
