# A network with three subnets. MySQL is reached at its ports from the nodes alone, Redis likewise.
variable "group" {
  type = string
}

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "addressSpace" {
  type = string
}

variable "mysqlIsManaged" {
  type = bool
}

variable "tags" {
  type = map(string)
}

locals {
  model = jsondecode(file("${path.module}/../../../../../aspire-manifest/model.json"))
  ports = { for outside in local.model.outside : outside.kind => outside.ports[0]... }
  subnets = {
    nodes   = cidrsubnet(var.addressSpace, 4, 0)
    private = cidrsubnet(var.addressSpace, 8, 16)
    mysql   = cidrsubnet(var.addressSpace, 8, 17)
  }
  # Azure lets a network's own addresses in, unless something comes before.
  closed = {
    mysql   = { ports = [tostring(local.ports["MySQL"][0]), "9100", "9104"], rule = "mysql-from-nodes" } # and its exporters', where it has a machine
    private = { ports = [tostring(local.ports["Redis"][0])], rule = "redis-from-nodes" }
  }
}

resource "azurerm_virtual_network" "network" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  address_space       = [var.addressSpace]
  tags                = var.tags
}

resource "azurerm_network_security_group" "closed" {
  for_each            = local.closed
  name                = "${var.name}-${each.key}"
  resource_group_name = var.group
  location            = var.location
  tags                = var.tags

  security_rule {
    name                       = each.value.rule
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_address_prefix      = local.subnets.nodes
    source_port_range          = "*"
    destination_address_prefix = local.subnets[each.key]
    destination_port_ranges    = each.value.ports
  }

  security_rule {
    name                       = "closed"
    priority                   = 4096
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_address_prefix      = "*"
    source_port_range          = "*"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
}

resource "azurerm_subnet" "nodes" {
  name                 = "nodes"
  resource_group_name  = var.group
  virtual_network_name = azurerm_virtual_network.network.name
  address_prefixes     = [local.subnets.nodes]
  service_endpoints    = ["Microsoft.KeyVault", "Microsoft.Storage"]
}

resource "azurerm_subnet" "private" {
  name                              = "private"
  resource_group_name               = var.group
  virtual_network_name              = azurerm_virtual_network.network.name
  address_prefixes                  = [local.subnets.private]
  private_endpoint_network_policies = "NetworkSecurityGroupEnabled"
}

resource "azurerm_subnet" "mysql" {
  name                 = "mysql"
  resource_group_name  = var.group
  virtual_network_name = azurerm_virtual_network.network.name
  address_prefixes     = [local.subnets.mysql]
  service_endpoints    = var.mysqlIsManaged ? [] : ["Microsoft.KeyVault"]

  dynamic "delegation" {
    for_each = var.mysqlIsManaged ? ["mysql"] : []
    content {
      name = delegation.value
      service_delegation {
        name    = "Microsoft.DBforMySQL/flexibleServers"
        actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
      }
    }
  }
}

resource "azurerm_subnet_network_security_group_association" "private" {
  subnet_id                 = azurerm_subnet.private.id
  network_security_group_id = azurerm_network_security_group.closed["private"].id
}

resource "azurerm_subnet_network_security_group_association" "mysql" {
  subnet_id                 = azurerm_subnet.mysql.id
  network_security_group_id = azurerm_network_security_group.closed["mysql"].id
}

resource "azurerm_private_dns_zone" "redis" {
  name                = "privatelink.redis.azure.net"
  resource_group_name = var.group
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "redis" {
  name                  = var.name
  resource_group_name   = var.group
  private_dns_zone_name = azurerm_private_dns_zone.redis.name
  virtual_network_id    = azurerm_virtual_network.network.id
  registration_enabled  = false
}

output "vnet" {
  value = azurerm_virtual_network.network.id
}

output "nodes" {
  value = azurerm_subnet.nodes.id
}

output "private" {
  value      = azurerm_subnet.private.id
  depends_on = [azurerm_subnet_network_security_group_association.private]
}

output "mysql" {
  value      = azurerm_subnet.mysql.id
  depends_on = [azurerm_subnet_network_security_group_association.mysql]
}

output "redisZone" {
  value = azurerm_private_dns_zone.redis.id
}
