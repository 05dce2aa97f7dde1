# Logs, traces and metrics; alerts on them; and who is told: people by e-mail, and a channel of Slack by the address that Slack gives it. What is alarmed stands once:
# the rules of Prometheus in deploy/monitoring/rules but those of on-premises-mysql.yml, whose exporters Azure's collectors are not told of; alerts on logs and on resources of Azure in ../../../alerts.json, of which each resource's module takes its own.
variable "group" {
  type = string
}

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "days" {
  type = number
}

variable "addresses" {
  type = object({ onCall = string, slack = string })
}

variable "tags" {
  type = map(string)
}

locals {
  rules = [for name in ["bus", "fairness", "gateway", "leaderboard", "platform", "platform-expiry", "progression", "stores"] :
    yamldecode(file("${path.module}/../../../../monitoring/rules/${name}.yml"))
  ]
  severities = { critical = 1, warning = 3 }
}

resource "azurerm_log_analytics_workspace" "logs" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  sku                 = "PerGB2018"
  retention_in_days   = var.days
  tags                = var.tags
}

# What APPLICATIONINSIGHTS_CONNECTION_STRING leads to.
resource "azurerm_application_insights" "insights" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  application_type    = "web"
  workspace_id        = azurerm_log_analytics_workspace.logs.id
  disable_ip_masking  = false
  tags                = var.tags
}

resource "azurerm_monitor_workspace" "metrics" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_monitor_data_collection_endpoint" "way" {
  name                          = "${var.name}-metrics"
  resource_group_name           = var.group
  location                      = var.location
  kind                          = "Linux"
  public_network_access_enabled = true
  tags                          = var.tags
}

# Clusters are associated with it, and send what they scrape (deploy/components/azure-monitor).
resource "azurerm_monitor_data_collection_rule" "collected" {
  name                        = "${var.name}-metrics"
  resource_group_name         = var.group
  location                    = var.location
  kind                        = "Linux"
  data_collection_endpoint_id = azurerm_monitor_data_collection_endpoint.way.id
  tags                        = var.tags

  data_sources {
    prometheus_forwarder {
      name    = "scraped"
      streams = ["Microsoft-PrometheusMetrics"]
    }
  }

  destinations {
    monitor_account {
      name               = "metrics"
      monitor_account_id = azurerm_monitor_workspace.metrics.id
    }
  }

  data_flow {
    streams      = ["Microsoft-PrometheusMetrics"]
    destinations = ["metrics"]
  }
}

resource "azurerm_monitor_action_group" "actions" {
  name                = "${var.name}-on-call"
  resource_group_name = var.group
  short_name          = "liveops"
  tags                = var.tags

  email_receiver {
    name                    = "on-call"
    email_address           = var.addresses.onCall
    use_common_alert_schema = true
  }

  email_receiver {
    name                    = "slack"
    email_address           = var.addresses.slack
    use_common_alert_schema = false
  }
}

# Warnings wake nobody: the channel alone.
resource "azurerm_monitor_action_group" "day" {
  name                = "${var.name}-day"
  resource_group_name = var.group
  short_name          = "liveops-day"
  tags                = var.tags

  email_receiver {
    name                    = "slack"
    email_address           = var.addresses.slack
    use_common_alert_schema = false
  }
}

resource "azurerm_monitor_alert_prometheus_rule_group" "groups" {
  for_each            = { for group in flatten([for file in local.rules : file.groups]) : group.name => group }
  name                = "${var.name}-${each.key}"
  resource_group_name = var.group
  location            = var.location
  rule_group_enabled  = true
  interval            = "PT${upper(try(each.value.interval, "1m"))}"
  scopes              = [azurerm_monitor_workspace.metrics.id]
  tags                = var.tags

  dynamic "rule" {
    for_each = each.value.rules
    content {
      enabled     = true
      record      = try(rule.value.record, null)
      alert       = try(rule.value.alert, null)
      expression  = rule.value.expr
      for         = try("PT${upper(rule.value.for)}", null)
      severity    = try(local.severities[rule.value.labels.severity], null)
      labels      = try(rule.value.labels, null)
      annotations = try(rule.value.annotations, null)

      dynamic "action" {
        for_each = can(rule.value.alert) ? [rule.value.labels.severity] : []
        content {
          action_group_id = action.value == "critical" ? azurerm_monitor_action_group.actions.id : azurerm_monitor_action_group.day.id
        }
      }

      dynamic "alert_resolution" {
        for_each = can(rule.value.alert) ? ["PT10M"] : []
        content {
          auto_resolved   = true
          time_to_resolve = alert_resolution.value
        }
      }
    }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "told" {
  for_each                = { for alert in jsondecode(file("${path.module}/../../../alerts.json")).logs : alert.name => alert }
  name                    = "${var.name}-${each.value.name}"
  resource_group_name     = var.group
  location                = var.location
  description             = "${each.value.says}: docs/runbooks/${each.value.runbook}.md"
  severity                = each.value.severity
  scopes                  = [azurerm_log_analytics_workspace.logs.id]
  evaluation_frequency    = each.value.every
  window_duration         = each.value.window
  auto_mitigation_enabled = true
  tags                    = var.tags

  criteria {
    query                   = each.value.query
    time_aggregation_method = "Count"
    operator                = "GreaterThan"
    threshold               = 0

    failing_periods {
      number_of_evaluation_periods             = 1
      minimum_failing_periods_to_trigger_alert = 1
    }
  }

  action {
    action_groups = [each.value.severity == 1 ? azurerm_monitor_action_group.actions.id : azurerm_monitor_action_group.day.id]
  }
}

output "logs" {
  value = azurerm_log_analytics_workspace.logs.id
}

output "actions" {
  value = { onCall = azurerm_monitor_action_group.actions.id, day = azurerm_monitor_action_group.day.id }
}

output "collected" {
  value = azurerm_monitor_data_collection_rule.collected.id
}
