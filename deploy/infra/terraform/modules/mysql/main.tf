# MySQL, managed, in a subnet of its own; a database for each service that has one.
variable "group" {
  type = string
}

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "size" {
  type = object({ kind = string, size = string, tier = string, highAvailability = string, gigabytes = number, backupDays = number, geoBackup = bool, version = string })
}

variable "subnet" {
  type = string
}

variable "vnet" {
  type = string
}

variable "actions" {
  type = object({ onCall = string, day = string })
}

variable "tags" {
  type = map(string)
}

variable "password" {
  type      = string
  ephemeral = true
  sensitive = true
}

locals {
  model     = jsondecode(file("${path.module}/../../../../../aspire-manifest/model.json"))
  databases = [for outside in local.model.outside : replace(outside.name, "-db", "") if outside.kind == "MySQL"]
}

resource "azurerm_private_dns_zone" "mysql" {
  name                = "${var.name}.private.mysql.database.azure.com"
  resource_group_name = var.group
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "mysql" {
  name                  = var.name
  resource_group_name   = var.group
  private_dns_zone_name = azurerm_private_dns_zone.mysql.name
  virtual_network_id    = var.vnet
  registration_enabled  = false
}

resource "azurerm_mysql_flexible_server" "server" {
  name                              = var.name
  resource_group_name               = var.group
  location                          = var.location
  tags                              = var.tags
  sku_name                          = "${ { Burstable = "B", GeneralPurpose = "GP", MemoryOptimized = "MO" }[var.size.tier]}_${var.size.size}"
  version                           = var.size.version
  administrator_login               = "liveops"
  administrator_password_wo         = var.password
  administrator_password_wo_version = 1
  zone                              = "1"
  backup_retention_days             = var.size.backupDays
  geo_redundant_backup_enabled      = var.size.geoBackup
  delegated_subnet_id               = var.subnet
  private_dns_zone_id               = azurerm_private_dns_zone.mysql.id

  dynamic "high_availability" {
    for_each = var.size.highAvailability == "Disabled" ? [] : [var.size.highAvailability]
    content {
      mode                      = high_availability.value
      standby_availability_zone = "2"
    }
  }

  storage {
    size_gb           = var.size.gigabytes
    auto_grow_enabled = true
  }

  depends_on = [azurerm_private_dns_zone_virtual_network_link.mysql]
}

resource "azurerm_mysql_flexible_database" "each" {
  for_each            = toset(local.databases)
  name                = each.key
  resource_group_name = var.group
  server_name         = azurerm_mysql_flexible_server.server.name
  charset             = "utf8mb4"
  collation           = "utf8mb4_bin"
}

resource "azurerm_monitor_metric_alert" "alerts" {
  for_each            = { for alert in jsondecode(file("${path.module}/../../../alerts.json")).metrics : alert.name => alert if alert.of == "mysql" }
  name                = "${var.name}-${each.value.name}"
  resource_group_name = var.group
  description         = "${each.value.says}: docs/runbooks/${each.value.runbook}.md"
  severity            = each.value.severity
  scopes              = [azurerm_mysql_flexible_server.server.id]
  frequency           = each.value.every
  window_size         = each.value.window
  tags                = var.tags
  criteria {
    metric_namespace = each.value.kind
    metric_name      = each.value.metric
    aggregation      = each.value.aggregation
    operator         = each.value.operator
    threshold        = each.value.threshold
  }
  action {
    action_group_id = each.value.severity == 1 ? var.actions.onCall : var.actions.day
  }
}

output "host" {
  value = azurerm_mysql_flexible_server.server.fqdn
}
