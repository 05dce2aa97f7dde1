# Images, pulled by clusters and pushed by pipelines, each with an identity of its own; no password.
variable "group" {
  type = string
}

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "tier" {
  type = string
}

variable "otherRegions" {
  type = list(string)
}

variable "pipelineSubject" {
  type = string
}

variable "tags" {
  type = map(string)
}


resource "azurerm_container_registry" "registry" {
  name                   = var.name
  resource_group_name    = var.group
  location               = var.location
  sku                    = var.tier
  admin_enabled          = false
  anonymous_pull_enabled = false
  tags                   = var.tags

  dynamic "georeplications" {
    for_each = var.otherRegions
    content {
      location = georeplications.value
      tags     = var.tags
    }
  }
}

resource "azurerm_user_assigned_identity" "pipelines" {
  name                = "${var.name}-pipelines"
  resource_group_name = var.group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "pipelines" {
  name                = "pipelines"
  resource_group_name = var.group
  parent_id           = azurerm_user_assigned_identity.pipelines.id
  issuer              = "https://token.actions.githubusercontent.com"
  subject             = var.pipelineSubject
  audience            = ["api://AzureADTokenExchange"]
}

resource "azurerm_role_assignment" "push" {
  scope                = azurerm_container_registry.registry.id
  principal_id         = azurerm_user_assigned_identity.pipelines.principal_id
  principal_type       = "ServicePrincipal"
  role_definition_name = "AcrPush"
}

output "id" {
  value = azurerm_container_registry.registry.id
}

output "server" {
  value = azurerm_container_registry.registry.login_server
}
