# MySQL on a Linux machine of its own, set up by cloud-init (../../../mysql-vm): as it would be on premises.
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

variable "vault" {
  type = string
}

variable "vaultId" {
  type = string
}

variable "sshKey" {
  type = string
}

variable "actions" {
  type = object({ onCall = string, day = string })
}

variable "tags" {
  type = map(string)
}

locals {
  model      = jsondecode(file("${path.module}/../../../../../aspire-manifest/model.json"))
  databases  = [for outside in local.model.outside : replace(outside.name, "-db", "") if outside.kind == "MySQL"]
  cloud_init = replace(replace(file("${path.module}/../../../mysql-vm/cloud-init.yaml"), "@vault@", var.vault), "@databases@", join(" ", local.databases))
}

resource "azurerm_network_interface" "mysql" {
  name                = "${var.name}-mysql"
  resource_group_name = var.group
  location            = var.location
  tags                = var.tags

  ip_configuration {
    name                          = "private"
    subnet_id                     = var.subnet
    private_ip_address_allocation = "Dynamic"
  }
}

resource "azurerm_linux_virtual_machine" "mysql" {
  name                            = "${var.name}-mysql"
  resource_group_name             = var.group
  location                        = var.location
  tags                            = var.tags
  size                            = var.size.size
  computer_name                   = "mysql"
  admin_username                  = "liveops"
  disable_password_authentication = true
  custom_data                     = base64encode(local.cloud_init)
  network_interface_ids           = [azurerm_network_interface.mysql.id]
  secure_boot_enabled             = true
  vtpm_enabled                    = true

  identity {
    type = "SystemAssigned"
  }

  admin_ssh_key {
    username   = "liveops"
    public_key = var.sshKey
  }

  source_image_reference {
    publisher = "Canonical"
    offer     = "ubuntu-24_04-lts"
    sku       = "server"
    version   = "latest"
  }

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }
}

resource "azurerm_managed_disk" "data" {
  name                 = "${var.name}-mysql-data"
  resource_group_name  = var.group
  location             = var.location
  create_option        = "Empty"
  disk_size_gb         = var.size.gigabytes
  storage_account_type = "Premium_LRS"
  tags                 = var.tags
}

resource "azurerm_virtual_machine_data_disk_attachment" "data" {
  managed_disk_id    = azurerm_managed_disk.data.id
  virtual_machine_id = azurerm_linux_virtual_machine.mysql.id
  lun                = 0
  caching            = "None"
}

# It reads the passwords that it gives to users.
resource "azurerm_role_assignment" "reads" {
  scope                = var.vaultId
  principal_id         = azurerm_linux_virtual_machine.mysql.identity[0].principal_id
  principal_type       = "ServicePrincipal"
  role_definition_name = "Key Vault Secrets User"
}

resource "azurerm_monitor_metric_alert" "alerts" {
  for_each            = { for alert in jsondecode(file("${path.module}/../../../alerts.json")).metrics : alert.name => alert if alert.of == "mysql-vm" }
  name                = "${var.name}-${each.value.name}"
  resource_group_name = var.group
  description         = "${each.value.says}: docs/runbooks/${each.value.runbook}.md"
  severity            = each.value.severity
  scopes              = [azurerm_linux_virtual_machine.mysql.id]
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

# A name for its address, in the network.
resource "azurerm_private_dns_zone" "mysql" {
  name                = "${var.name}.liveops.internal"
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

resource "azurerm_private_dns_a_record" "mysql" {
  name                = "mysql"
  zone_name           = azurerm_private_dns_zone.mysql.name
  resource_group_name = var.group
  ttl                 = 300
  records             = [azurerm_network_interface.mysql.private_ip_address]
}

output "host" {
  value = "mysql.${azurerm_private_dns_zone.mysql.name}"
}
