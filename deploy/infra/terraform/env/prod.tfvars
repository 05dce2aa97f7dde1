# Two regions, each an installation; one of them owns the boards. Placeholders: the prefix, addresses, the group.
prefix      = "notset"
environment = "prod"
domain      = "play.example.com"
regions = [
  {
    name         = "koreacentral"
    cluster      = "liveops-prod-koreacentral"
    addressSpace = "10.20.0.0/16"
    installations = [
      { name = "prod-koreacentral", short = "kc", namespace = "liveops" },
    ]
  },
  {
    name         = "japaneast"
    cluster      = "liveops-prod-japaneast"
    addressSpace = "10.21.0.0/16"
    installations = [
      { name = "prod-japaneast", short = "je", namespace = "liveops" },
    ]
  },
]
boards = "koreacentral"
sizes = {
  kubernetes    = { version = "1.34", tier = "Standard", leastNodes = 3, mostNodes = 10, systemNodes = "Standard_DS3_v2", generalNodes = "Standard_D2s_v3" }
  bus           = { tier = "Standard", capacity = 0 }
  redis         = { size = "Balanced_B5", highAvailability = true }
  mysql         = { kind = "flexible", size = "Standard_D4ads_v5", tier = "GeneralPurpose", highAvailability = "ZoneRedundant", gigabytes = 256, backupDays = 35, geoBackup = true, version = "8.4" }
  registry      = "Premium"
  logDays       = 90
  apiManagement = { tier = "StandardV2", capacity = 1 }
}
alertAddresses         = { onCall = "on-call@example.com", slack = "liveops-alerts@example.slack.com" }
administrators         = "00000000-0000-0000-00b3-000000000009"
administratorAddresses = ["203.0.113.0/24"]
pipelineSubject        = "repo:liveops-dev/liveops:environment:registry"
frontDoor              = true
apiManagement          = false
