# Two regions behind one name. One origin owns the boards; another is off until somebody has moved them there (docs/runbooks/region-lost.md): a request
# that waits and is sent again costs less than two owners of one board.
variable "group" {
  type = string
}

variable "name" {
  type = string
}

variable "domain" {
  type = string
}

variable "origins" {
  type = list(object({ name = string, host = string }))
}

variable "boards" {
  description = "The origin that owns the boards."
  type        = string
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

resource "azurerm_cdn_frontdoor_profile" "profile" {
  name                     = var.name
  resource_group_name      = var.group
  sku_name                 = "Premium_AzureFrontDoor"
  response_timeout_seconds = 30
  tags                     = var.tags
}

resource "azurerm_cdn_frontdoor_endpoint" "endpoint" {
  name                     = var.name
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.profile.id
  enabled                  = true
  tags                     = var.tags
}

resource "azurerm_cdn_frontdoor_origin_group" "regions" {
  name                     = "regions"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.profile.id
  session_affinity_enabled = false

  load_balancing {
    sample_size                        = 4
    successful_samples_required        = 3
    additional_latency_in_milliseconds = 0
  }

  health_probe {
    path                = "/v1/time"
    request_type        = "GET"
    protocol            = "Https"
    interval_in_seconds = 30
  }
}

resource "azurerm_cdn_frontdoor_origin" "region" {
  for_each                       = { for i, origin in var.origins : origin.name => merge(origin, { place = i }) }
  name                           = each.key
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.regions.id
  host_name                      = each.value.host
  origin_host_header             = each.value.host
  https_port                     = 443
  priority                       = each.value.place + 1
  weight                         = 1000
  enabled                        = each.key == var.boards
  certificate_name_check_enabled = true
}

resource "azurerm_cdn_frontdoor_custom_domain" "players" {
  name                     = "players"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.profile.id
  host_name                = var.domain

  tls {
    certificate_type    = "ManagedCertificate"
    minimum_tls_version = "TLS12"
  }
}

resource "azurerm_cdn_frontdoor_route" "players" {
  name                            = "players"
  cdn_frontdoor_endpoint_id       = azurerm_cdn_frontdoor_endpoint.endpoint.id
  cdn_frontdoor_origin_group_id   = azurerm_cdn_frontdoor_origin_group.regions.id
  cdn_frontdoor_origin_ids        = [for origin in azurerm_cdn_frontdoor_origin.region : origin.id]
  cdn_frontdoor_custom_domain_ids = [azurerm_cdn_frontdoor_custom_domain.players.id]
  patterns_to_match               = ["/v1/*", "/events", "/.well-known/jwks.json"]
  supported_protocols             = ["Https"]
  https_redirect_enabled          = false
  forwarding_protocol             = "HttpsOnly"
  link_to_default_domain          = false
  enabled                         = true
}

resource "azurerm_cdn_frontdoor_firewall_policy" "firewall" {
  name                       = replace(var.name, "-", "")
  resource_group_name        = var.group
  sku_name                   = "Premium_AzureFrontDoor"
  enabled                    = true
  mode                       = "Prevention"
  request_body_check_enabled = false # bodies are signed, and read by the gateway alone
  tags                       = var.tags

  custom_rule {
    name                           = "TooMany"
    priority                       = 1
    type                           = "RateLimitRule"
    rate_limit_duration_in_minutes = 1
    rate_limit_threshold           = 6000
    action                         = "Block"

    match_condition {
      match_variable = "RequestUri"
      operator       = "Any"
      match_values   = []
    }
  }
}

resource "azurerm_cdn_frontdoor_security_policy" "guards" {
  name                     = "firewall"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.profile.id

  security_policies {
    firewall {
      cdn_frontdoor_firewall_policy_id = azurerm_cdn_frontdoor_firewall_policy.firewall.id
      association {
        patterns_to_match = ["/*"]
        domain {
          cdn_frontdoor_domain_id = azurerm_cdn_frontdoor_custom_domain.players.id
        }
      }
    }
  }
}

resource "azurerm_monitor_diagnostic_setting" "audit" {
  name                       = "logs"
  target_resource_id         = azurerm_cdn_frontdoor_profile.profile.id
  log_analytics_workspace_id = var.logs
  enabled_log {
    category = "FrontDoorHealthProbeLog"
  }
  enabled_log {
    category = "FrontDoorWebApplicationFirewallLog"
  }
}

# A region that is gone as a whole may be silent: here it is asked from outside. An origin that is off may be asked as well: with two that are asked, one that is gone leaves the average at 50.
resource "azurerm_monitor_metric_alert" "alerts" {
  for_each            = { for alert in jsondecode(file("${path.module}/../../../alerts.json")).metrics : alert.name => alert if alert.of == "front-door" }
  name                = "${var.name}-${each.value.name}"
  resource_group_name = var.group
  description         = "${each.value.says}: docs/runbooks/${each.value.runbook}.md"
  severity            = each.value.severity
  scopes              = [azurerm_cdn_frontdoor_profile.profile.id]
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

output "id" {
  description = "Sent with each request as X-Azure-FDID, which production asks for (deploy/components/front-door)."
  value       = azurerm_cdn_frontdoor_profile.profile.resource_guid
}
