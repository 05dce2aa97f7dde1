# An identity for each service, migration and nightly batch, for which its ServiceAccount stands, with the roles of the model, what it reads of `alsoReads`, and no other. One more is KEDA's, which asks
# how many messages wait.
variable "group" {
  type = string
}

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "namespace" {
  type = string
}

variable "issuer" {
  type = string
}

variable "vault" {
  type = string
}

variable "bus" {
  type = string
}

variable "exports" {
  type = string
}

variable "secretsAreThere" {
  type = bool
}

variable "alsoReads" {
  type = map(list(string))
}

variable "tags" {
  type = map(string)
}

locals {
  model = jsondecode(file("${path.module}/../../../../../aspire-manifest/model.json"))
  grants = concat(
    flatten([for identity in local.model.identities : [
      for is in identity.roles : { identity = identity.name, role = is.role, scope = is.scope }
    ]]),
    flatten([for identity, secrets in var.alsoReads : [
      for secret in secrets : { identity = identity, role = "Key Vault Secrets User", scope = "vault/secrets/${secret}" }
    ]]),
  )
  of_secrets = { for grant in local.grants : "${grant.identity} ${grant.scope}" => grant if startswith(grant.scope, "vault/secrets/") && var.secretsAreThere }
  of_bus     = { for grant in local.grants : "${grant.identity} ${grant.role}" => grant if grant.scope == "servicebus" }
  of_exports = { for grant in local.grants : "${grant.identity} ${grant.role}" => grant if grant.scope == "exports" }
}

resource "azurerm_user_assigned_identity" "identity" {
  for_each            = { for identity in local.model.identities : identity.name => identity }
  name                = "${var.name}-${each.key}"
  resource_group_name = var.group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "trust" {
  for_each            = { for identity in local.model.identities : identity.name => identity }
  name                = "aks"
  resource_group_name = var.group
  parent_id           = azurerm_user_assigned_identity.identity[each.key].id
  issuer              = var.issuer
  subject             = "system:serviceaccount:${var.namespace}:${each.value.serviceAccount}"
  audience            = ["api://AzureADTokenExchange"]
}

resource "azurerm_role_assignment" "reads_secret" {
  for_each             = local.of_secrets
  scope                = "${var.vault}/secrets/${split("/", each.value.scope)[2]}"
  principal_id         = azurerm_user_assigned_identity.identity[each.value.identity].principal_id
  principal_type       = "ServicePrincipal"
  role_definition_name = each.value.role
}

resource "azurerm_role_assignment" "uses_bus" {
  for_each             = local.of_bus
  scope                = var.bus
  principal_id         = azurerm_user_assigned_identity.identity[each.value.identity].principal_id
  principal_type       = "ServicePrincipal"
  role_definition_name = each.value.role
}

resource "azurerm_role_assignment" "writes_exports" {
  for_each             = local.of_exports
  scope                = var.exports
  principal_id         = azurerm_user_assigned_identity.identity[each.value.identity].principal_id
  principal_type       = "ServicePrincipal"
  role_definition_name = each.value.role
}

resource "azurerm_user_assigned_identity" "keda" {
  name                = "${var.name}-keda"
  resource_group_name = var.group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "keda" {
  name                = "aks"
  resource_group_name = var.group
  parent_id           = azurerm_user_assigned_identity.keda.id
  issuer              = var.issuer
  subject             = "system:serviceaccount:kube-system:keda-operator"
  audience            = ["api://AzureADTokenExchange"]
}

resource "azurerm_role_assignment" "keda_asks" {
  scope                = var.bus
  principal_id         = azurerm_user_assigned_identity.keda.principal_id
  principal_type       = "ServicePrincipal"
  role_definition_name = "Azure Service Bus Data Owner"
}

output "clientIds" {
  value = { for name, identity in azurerm_user_assigned_identity.identity : name => identity.client_id }
}

output "kedaClientId" {
  value = azurerm_user_assigned_identity.keda.client_id
}
