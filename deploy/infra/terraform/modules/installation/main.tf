# An installation: a vault, a bus, Redis, MySQL, a place for exports, and identities that may use them. Nothing of it is another installation's.
variable "group" {
  type = string
}

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "installation" {
  type = object({ name = string, short = string, namespace = string, secrets = map(list(string)) })
}

variable "sizes" {
  type = any
}

variable "network" {
  type = any
}

variable "issuer" {
  type = string
}

variable "administrators" {
  type = string
}

variable "administratorAddresses" {
  type = list(string)
}

variable "logs" {
  type = string
}

variable "actions" {
  type = object({ onCall = string, day = string })
}

variable "secretsAreThere" {
  type = bool
}

variable "mysqlSshKey" {
  type = string
}

variable "tags" {
  type = map(string)
}


variable "mysqlPassword" {
  type      = string
  ephemeral = true
  sensitive = true
}

module "vault" {
  source                 = "../vault"
  group                  = var.group
  name                   = var.name
  location               = var.location
  subnets                = var.sizes.mysql.kind == "vm" ? [var.network.nodes, var.network.mysql] : [var.network.nodes]
  administrators         = var.administrators
  administratorAddresses = var.administratorAddresses
  logs                   = var.logs
  tags                   = var.tags
}

module "bus" {
  source   = "../bus"
  group    = var.group
  name     = var.name
  location = var.location
  size     = var.sizes.bus
  logs     = var.logs
  actions  = var.actions
  tags     = var.tags
}

module "exports" {
  source   = "../exports"
  group    = var.group
  name     = var.name
  location = var.location
  subnets  = [var.network.nodes]
  logs     = var.logs
  tags     = var.tags
}

module "redis" {
  source   = "../redis"
  group    = var.group
  name     = var.name
  location = var.location
  size     = var.sizes.redis
  subnet   = var.network.private
  zone     = var.network.redisZone
  actions  = var.actions
  tags     = var.tags
}

module "mysql" {
  source   = "../mysql"
  count    = var.sizes.mysql.kind == "flexible" ? 1 : 0
  group    = var.group
  name     = var.name
  location = var.location
  size     = var.sizes.mysql
  subnet   = var.network.mysql
  vnet     = var.network.vnet
  password = var.mysqlPassword
  actions  = var.actions
  tags     = var.tags
}

module "mysql_vm" {
  source   = "../mysql-vm"
  count    = var.sizes.mysql.kind == "vm" ? 1 : 0
  group    = var.group
  name     = var.name
  location = var.location
  size     = var.sizes.mysql
  subnet   = var.network.mysql
  vnet     = var.network.vnet
  vault    = module.vault.name
  vaultId  = module.vault.id
  sshKey   = var.mysqlSshKey
  actions  = var.actions
  tags     = var.tags
}

module "identities" {
  source          = "../identities"
  group           = var.group
  name            = var.name
  location        = var.location
  namespace       = var.installation.namespace
  issuer          = var.issuer
  vault           = module.vault.id
  bus             = module.bus.id
  exports         = module.exports.id
  secretsAreThere = var.secretsAreThere
  alsoReads       = var.installation.secrets
  tags            = var.tags
}

output "vaultId" {
  value = module.vault.id
}

output "vault" {
  value = module.vault.name
}

output "clientIds" {
  value = module.identities.clientIds
}

output "kedaClientId" {
  value = module.identities.kedaClientId
}

output "servicebusHost" {
  value = module.bus.host
}

output "exportsUrl" {
  value = module.exports.url
}

output "redisHost" {
  value = module.redis.host
}

output "mysqlHost" {
  value = one(concat(module.mysql[*].host, module.mysql_vm[*].host))
}
