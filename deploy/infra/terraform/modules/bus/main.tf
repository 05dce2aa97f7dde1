# Service Bus with the topics and subscriptions of the model; identities only, no keys.
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
  type = object({ tier = string, capacity = number })
}

variable "logs" {
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
  subscriptions = merge([for topic in local.model.topics : {
    for subscription in topic.subscriptions : "${topic.name}/${subscription.name}" => { topic = topic.name, is = subscription }
  }]...)
}

resource "azurerm_servicebus_namespace" "bus" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  tags                = var.tags
  sku                 = var.size.tier
  capacity            = var.size.capacity
  local_auth_enabled  = false
  minimum_tls_version = "1.2"
}

resource "azurerm_servicebus_topic" "topic" {
  for_each                                = { for topic in local.model.topics : topic.name => topic }
  name                                    = each.key
  namespace_id                            = azurerm_servicebus_namespace.bus.id
  requires_duplicate_detection            = true
  duplicate_detection_history_time_window = each.value.duplicateDetection
}

resource "azurerm_servicebus_subscription" "who_learns" {
  for_each                             = local.subscriptions
  name                                 = each.value.is.name
  topic_id                             = azurerm_servicebus_topic.topic[each.value.topic].id
  max_delivery_count                   = each.value.is.maxDeliveryCount
  lock_duration                        = each.value.is.lockDuration
  dead_lettering_on_message_expiration = true
}

resource "azurerm_monitor_metric_alert" "alerts" {
  for_each            = { for alert in jsondecode(file("${path.module}/../../../alerts.json")).metrics : alert.name => alert if alert.of == "bus" }
  name                = "${var.name}-${each.value.name}"
  resource_group_name = var.group
  description         = "${each.value.says}: docs/runbooks/${each.value.runbook}.md"
  severity            = each.value.severity
  scopes              = [azurerm_servicebus_namespace.bus.id]
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

resource "azurerm_monitor_diagnostic_setting" "audit" {
  name                       = "logs"
  target_resource_id         = azurerm_servicebus_namespace.bus.id
  log_analytics_workspace_id = var.logs
  enabled_log {
    category = "OperationalLogs"
  }
}

output "id" {
  value = azurerm_servicebus_namespace.bus.id
}

output "host" {
  value = "${azurerm_servicebus_namespace.bus.name}.servicebus.windows.net"
}
