# Where the nightly exports go: a storage account with one container, reached from the network alone. Identities only, no keys; what is overwritten or deleted can be had back for two weeks.
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

variable "logs" {
  type = string
}

variable "tags" {
  type = map(string)
}

resource "azurerm_storage_account" "account" {
  name                            = "exp${lower(substr(replace(var.name, "-", ""), 0, 21))}"
  resource_group_name             = var.group
  location                        = var.location
  tags                            = var.tags
  account_kind                    = "StorageV2"
  account_tier                    = "Standard"
  account_replication_type        = "ZRS"
  access_tier                     = "Cool"
  allow_nested_items_to_be_public = false
  shared_access_key_enabled       = false
  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  network_rules {
    bypass                     = ["AzureServices"]
    default_action             = "Deny"
    virtual_network_subnet_ids = var.subnets
  }
  blob_properties {
    delete_retention_policy {
      days = 14
    }
    container_delete_retention_policy {
      days = 14
    }
  }
}

resource "azurerm_storage_container" "container" {
  name                  = "exports"
  storage_account_id    = azurerm_storage_account.account.id
  container_access_type = "private"
}

resource "azurerm_monitor_diagnostic_setting" "audit" {
  name                       = "logs"
  target_resource_id         = "${azurerm_storage_account.account.id}/blobServices/default"
  log_analytics_workspace_id = var.logs
  enabled_log {
    category_group = "audit"
  }
}

output "id" {
  value = azurerm_storage_account.account.id
}

output "url" {
  value = "${azurerm_storage_account.account.primary_blob_endpoint}exports"
}
