# Managed Redis at its one port, which must not evict: an evicted block or answer is gone (docs/runbooks/lost-redis.md). Azure gives it the model's port, 10000:
# a provider has no argument for it, and the check stops what would differ.
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
  type = object({ size = string, highAvailability = bool })
}

variable "subnet" {
  type = string
}

variable "zone" {
  type = string
}

variable "actions" {
  type = object({ onCall = string, day = string })
}

variable "tags" {
  type = map(string)
}

locals {
  model = jsondecode(file("${path.module}/../../../../../aspire-manifest/model.json"))
}

resource "azurerm_managed_redis" "redis" {
  name                      = var.name
  resource_group_name       = var.group
  location                  = var.location
  tags                      = var.tags
  sku_name                  = var.size.size
  high_availability_enabled = var.size.highAvailability
  public_network_access     = "Disabled"

  default_database {
    client_protocol                    = "Encrypted"
    clustering_policy                  = "EnterpriseCluster"
    eviction_policy                    = "NoEviction"
    access_keys_authentication_enabled = true
  }

  lifecycle {
    postcondition {
      condition     = self.default_database[0].port == one([for outside in local.model.outside : outside.ports[0] if outside.kind == "Redis"])
      error_message = "Redis is not at the port that the manifests let services reach."
    }
  }
}

resource "azurerm_private_endpoint" "redis" {
  name                = "${var.name}-redis"
  resource_group_name = var.group
  location            = var.location
  subnet_id           = var.subnet
  tags                = var.tags

  private_service_connection {
    name                           = "redis"
    private_connection_resource_id = azurerm_managed_redis.redis.id
    subresource_names              = ["redisEnterprise"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "redis"
    private_dns_zone_ids = [var.zone]
  }
}

resource "azurerm_monitor_metric_alert" "alerts" {
  for_each            = { for alert in jsondecode(file("${path.module}/../../../alerts.json")).metrics : alert.name => alert if alert.of == "redis" }
  name                = "${var.name}-${each.value.name}"
  resource_group_name = var.group
  description         = "${each.value.says}: docs/runbooks/${each.value.runbook}.md"
  severity            = each.value.severity
  scopes              = [azurerm_managed_redis.redis.id]
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
  value = azurerm_managed_redis.redis.hostname
}
