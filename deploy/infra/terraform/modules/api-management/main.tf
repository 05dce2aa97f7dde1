# An option: API Management before a region, with the services' own OpenAPI documents, a product for players and one for operators. Its policies stand in
# ../../../api-management and are Bicep's as well.
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

variable "backend" {
  type = string
}

variable "publisher" {
  type = string
}

variable "tags" {
  type = map(string)
}

variable "audience" {
  description = "What tokens of operators are made out to: the application in Entra."
  type        = string
}

variable "frontDoorId" {
  description = "Of Front Door, where that is asked for; else any text."
  type        = string
}

data "azurerm_client_config" "current" {}

locals {
  services = { for name in ["gateway", "leaderboard", "progression"] : name => file("${path.module}/../../../../../docs/contract/${name}.openapi.json") }
  products = { for name in ["players", "operators"] : name => file("${path.module}/../../../api-management/${name}.xml") }
  offers   = { for pair in setproduct(keys(local.products), keys(local.services)) : "${pair[0]} ${pair[1]}" => { product = pair[0], service = pair[1] } }
}

resource "azurerm_api_management" "apim" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  sku_name            = "${var.size.tier}_${var.size.capacity}"
  publisher_email     = var.publisher
  publisher_name      = "LiveOps"
  tags                = var.tags

  identity {
    type = "SystemAssigned"
  }
}

# What policies name in double braces.
resource "azurerm_api_management_named_value" "value" {
  for_each            = { tenant-id = data.azurerm_client_config.current.tenant_id, operators-audience = var.audience, front-door-id = var.frontDoorId }
  name                = each.key
  display_name        = each.key
  value               = each.value
  resource_group_name = var.group
  api_management_name = azurerm_api_management.apim.name
}

resource "azurerm_api_management_api" "service" {
  for_each              = local.services
  name                  = each.key
  resource_group_name   = var.group
  api_management_name   = azurerm_api_management.apim.name
  revision              = "1"
  display_name          = "LiveOps ${each.key}"
  path                  = each.key
  protocols             = ["https"]
  service_url           = var.backend
  subscription_required = true

  import {
    content_format = "openapi+json"
    content_value  = each.value
  }
}

resource "azurerm_api_management_api_policy" "guards" {
  for_each            = local.services
  api_name            = azurerm_api_management_api.service[each.key].name
  api_management_name = azurerm_api_management.apim.name
  resource_group_name = var.group
  xml_content         = file("${path.module}/../../../api-management/apis.xml")
  depends_on          = [azurerm_api_management_named_value.value]
}

resource "azurerm_api_management_product" "product" {
  for_each              = local.products
  product_id            = each.key
  display_name          = each.key
  api_management_name   = azurerm_api_management.apim.name
  resource_group_name   = var.group
  subscription_required = true
  approval_required     = each.key == "operators"
  published             = true
}

resource "azurerm_api_management_product_policy" "limits" {
  for_each            = local.products
  product_id          = azurerm_api_management_product.product[each.key].product_id
  api_management_name = azurerm_api_management.apim.name
  resource_group_name = var.group
  xml_content         = each.value
}

resource "azurerm_api_management_product_api" "offer" {
  for_each            = local.offers
  product_id          = azurerm_api_management_product.product[each.value.product].product_id
  api_name            = azurerm_api_management_api.service[each.value.service].name
  api_management_name = azurerm_api_management.apim.name
  resource_group_name = var.group
}
