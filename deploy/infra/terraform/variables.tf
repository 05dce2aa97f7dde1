variable "subscription" {
  type = string
}

variable "prefix" {
  description = "Begins every name that all of Azure must not have twice: 3 to 12 letters and digits."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9]{2,11}$", var.prefix))
    error_message = "3 to 12 letters and digits, a letter first."
  }
}

variable "environment" {
  description = "dev or prod."
  type        = string
}

variable "domain" {
  description = "Where players come in, in each region as <region>.<domain>; behind Front Door the domain itself."
  type        = string
}

variable "regions" {
  description = "Of each region: name, cluster, its address space, and installations by name, short name, namespace and secrets of the vault that are not the model's, by the identity that reads them. What regions share is in the first one."
  type = list(object({
    name          = string
    cluster       = string
    addressSpace  = string
    installations = list(object({ name = string, short = string, namespace = string, secrets = optional(map(list(string)), {}) }))
  }))
}

variable "boards" {
  description = "The region that owns the boards and that players are sent to: the first one, until somebody has moved them (docs/runbooks/region-lost.md)."
  type        = string
  default     = null
  validation {
    condition     = contains([for region in var.regions : region.name], coalesce(var.boards, var.regions[0].name))
    error_message = "No region has that name: every origin would be off."
  }
}

variable "sizes" {
  type = object({
    kubernetes    = object({ version = string, tier = string, leastNodes = number, mostNodes = number, systemNodes = string, generalNodes = string })
    bus           = object({ tier = string, capacity = number })
    redis         = object({ size = string, highAvailability = bool })
    mysql         = object({ kind = string, size = string, tier = string, highAvailability = string, gigabytes = number, backupDays = number, geoBackup = bool, version = string })
    registry      = string
    logDays       = number
    apiManagement = object({ tier = string, capacity = number })
  })
}

variable "alertAddresses" {
  description = "Who is told of alerts: an address of people, and the address of a channel of Slack."
  type        = object({ onCall = string, slack = string })
}

variable "administrators" {
  description = "The group of Entra that administers the clusters."
  type        = string
}

variable "administratorAddresses" {
  description = "Where administrators and Argo CD come from, by CIDR: API servers and vaults let nobody else in from outside of the network."
  type        = list(string)
}

variable "pipelineSubject" {
  description = "What a repository of pipelines is called by, where images are pushed from."
  type        = string
}

variable "frontDoor" {
  description = "Whether two regions stand behind Front Door."
  type        = bool
}

variable "apiManagement" {
  description = "Whether API Management stands before the region that owns the boards."
  type        = bool
}

variable "operatorsAudience" {
  description = "The application in Entra that tokens of operators are made out to, for API Management."
  type        = string
  default     = ""
}

variable "secretsAreThere" {
  description = "Whether secrets are in the vaults, so that identities can be given the right to read them: false in the first run alone."
  type        = bool
  default     = true
}

variable "mysqlPassword" {
  description = "Of the MySQL servers. Never kept in the state."
  type        = string
  default     = ""
  ephemeral   = true
  sensitive   = true
}

variable "mysqlSshKey" {
  description = "For the VM that MySQL runs on, where it does."
  type        = string
  default     = ""
}
