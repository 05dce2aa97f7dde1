# Logs, and who is told: people by e-mail, and a channel of Slack by the address that Slack gives it.
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

resource "azurerm_log_analytics_workspace" "logs" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  sku                 = "PerGB2018"
  retention_in_days   = var.days
  tags                = var.tags
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

output "logs" {
  value = azurerm_log_analytics_workspace.logs.id
}

output "actions" {
  value = azurerm_monitor_action_group.actions.id
}
