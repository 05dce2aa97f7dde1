# Secrets, reached from the network by those who read them, and by administrators, who put there what is in it (docs/deploy.md): no template, and no state, has a secret.
variable "group" {
  type = string
}

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "subnets" {
  type = list(string)
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

variable "tags" {
  type = map(string)
}

data "azurerm_client_config" "current" {}

resource "azurerm_key_vault" "vault" {
  name                       = var.name
  resource_group_name        = var.group
  location                   = var.location
  tags                       = var.tags
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true
  soft_delete_retention_days = 90
  purge_protection_enabled   = true

  network_acls {
    bypass                     = "AzureServices"
    default_action             = "Deny"
    ip_rules                   = var.administratorAddresses
    virtual_network_subnet_ids = var.subnets
  }
}

resource "azurerm_role_assignment" "fills" {
  scope                = azurerm_key_vault.vault.id
  principal_id         = var.administrators
  principal_type       = "Group"
  role_definition_name = "Key Vault Secrets Officer"
}

resource "azurerm_monitor_diagnostic_setting" "audit" {
  name                       = "logs"
  target_resource_id         = azurerm_key_vault.vault.id
  log_analytics_workspace_id = var.logs
  enabled_log {
    category = "AuditEvent"
  }
}

output "id" {
  value = azurerm_key_vault.vault.id
}

output "name" {
  value = azurerm_key_vault.vault.name
}
