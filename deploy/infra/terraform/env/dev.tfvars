# Two small installations in one cluster. Placeholders: the prefix, addresses, the group.
prefix      = "notset"
environment = "dev"
domain      = "play.example.com"
regions = [
  {
    name         = "koreacentral"
    cluster      = "liveops-nonprod"
    addressSpace = "10.20.0.0/16"
    installations = [
      { name = "dev", short = "dev", namespace = "liveops-dev" },
      { name = "staging", short = "staging", namespace = "liveops-staging" },
    ]
  },
]
sizes = {
  kubernetes    = { version = "1.34", tier = "Free", leastNodes = 1, mostNodes = 5, systemNodes = "Standard_DS3_v2", generalNodes = "Standard_D2s_v3" }
  bus           = { tier = "Standard", capacity = 0 }
  redis         = { size = "Balanced_B0", highAvailability = false }
  mysql         = { kind = "vm", size = "Standard_D2s_v3", tier = "GeneralPurpose", highAvailability = "Disabled", gigabytes = 64, backupDays = 7, geoBackup = false, version = "8.4" }
  registry      = "Standard"
  logDays       = 30
  apiManagement = { tier = "Developer", capacity = 1 }
}
alertAddresses         = { onCall = "on-call@example.com", slack = "liveops-alerts@example.slack.com" }
administrators         = "00000000-0000-0000-00b1-000000000009"
administratorAddresses = ["203.0.113.0/24"]
pipelineSubject        = "repo:liveops-dev/liveops:environment:registry"
frontDoor              = false
apiManagement          = false
