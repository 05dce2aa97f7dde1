# AKS with a pool of nodes for each kind of work, as the model has them; the system's own pods have one, too, and whatever else runs there the general one.
terraform {
  required_providers {
    azapi = {
      source = "Azure/azapi"
    }
  }
}

variable "group" {
  type = string
}

variable "groupId" {
  type = string
}

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "size" {
  type = object({ version = string, tier = string, leastNodes = number, mostNodes = number, systemNodes = string, generalNodes = string })
}

variable "subnet" {
  type = string
}

variable "administrators" {
  type = string
}

variable "administratorAddresses" {
  type = list(string)
}

variable "logs" {
  type = string
}

variable "collected" {
  type = string
}

variable "tags" {
  type = map(string)
}

locals {
  model = jsondecode(file("${path.module}/../../../../../aspire-manifest/model.json"))
  # More players on evenings: KEDA's pods come half an hour before (deploy/components/keda), and the autoscaler makes their nodes.
  peak = "evening 18:30-23:00 Asia/Seoul"
}

resource "azurerm_user_assigned_identity" "cluster" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_role_assignment" "network" {
  scope                = var.groupId
  principal_id         = azurerm_user_assigned_identity.cluster.principal_id
  principal_type       = "ServicePrincipal"
  role_definition_name = "Network Contributor"
}

resource "azurerm_kubernetes_cluster" "cluster" {
  name                              = var.name
  resource_group_name               = var.group
  location                          = var.location
  tags                              = var.tags
  kubernetes_version                = var.size.version
  dns_prefix                        = var.name
  sku_tier                          = var.size.tier
  local_account_disabled            = true
  role_based_access_control_enabled = true
  oidc_issuer_enabled               = true
  workload_identity_enabled         = true
  image_cleaner_enabled             = true
  image_cleaner_interval_hours      = 168
  automatic_upgrade_channel         = "patch"
  node_os_upgrade_channel           = "NodeImage"

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.cluster.id]
  }

  api_server_access_profile {
    authorized_ip_ranges = var.administratorAddresses
  }

  azure_active_directory_role_based_access_control {
    azure_rbac_enabled     = false
    admin_group_object_ids = [var.administrators]
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_data_plane  = "cilium"
    network_policy      = "cilium"
    pod_cidr            = "10.244.0.0/16"
    service_cidr        = "10.245.0.0/16"
    dns_service_ip      = "10.245.0.10"
  }

  key_vault_secrets_provider {
    secret_rotation_enabled  = true
    secret_rotation_interval = "2m"
  }

  oms_agent {
    log_analytics_workspace_id      = var.logs
    msi_auth_for_monitoring_enabled = true
  }

  workload_autoscaler_profile {
    keda_enabled = true
  }

  web_app_routing {
    dns_zone_ids             = []
    default_nginx_controller = "None"
  }

  monitor_metrics {}

  default_node_pool {
    name                         = "system"
    vm_size                      = var.size.systemNodes
    os_sku                       = "AzureLinux"
    zones                        = ["1", "2", "3"]
    auto_scaling_enabled         = true
    min_count                    = var.size.leastNodes
    max_count                    = var.size.mostNodes
    only_critical_addons_enabled = true
    vnet_subnet_id               = var.subnet
    upgrade_settings {
      max_surge = "33%"
    }
  }

  depends_on = [azurerm_role_assignment.network]
}

# What platform/entry's gateways are of: the Gateway API's kinds, and Istio for them without a mesh. AKS allows no mesh beside it. azurerm has no arguments for either.
# AKS changes one thing of a cluster at a time: pools come after it, and what is still under way is waited for.
resource "azapi_update_resource" "entry" {
  type        = "Microsoft.ContainerService/managedClusters@2026-03-01"
  resource_id = azurerm_kubernetes_cluster.cluster.id
  body = {
    properties = {
      ingressProfile = {
        gatewayAPI    = { installation = "Standard" }
        webAppRouting = { gatewayAPIImplementations = { appRoutingIstio = { mode = "Enabled" } } }
      }
    }
  }
  retry = {
    error_message_regex = ["EtagMismatch", "OperationNotAllowed", "in progress"]
  }
}

# Where pods go that name no pool: cert-manager and who answers its challenges, Argo Rollouts, the gateways that AKS makes. Every other pool is closed to them.
resource "azurerm_kubernetes_cluster_node_pool" "general" {
  name                  = "general"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.cluster.id
  mode                  = "User"
  vm_size               = var.size.generalNodes
  os_sku                = "AzureLinux"
  zones                 = ["1", "2", "3"]
  auto_scaling_enabled  = true
  min_count             = var.size.leastNodes
  max_count             = var.size.mostNodes
  node_taints           = []
  vnet_subnet_id        = var.subnet
  tags                  = var.tags
  upgrade_settings {
    max_surge = "33%"
  }

  depends_on = [azapi_update_resource.entry]
}

# Batch runs for minutes: its pool goes down to nothing.
resource "azurerm_kubernetes_cluster_node_pool" "pool" {
  for_each              = { for pool in local.model.pools : pool.name => pool }
  name                  = each.key
  kubernetes_cluster_id = azurerm_kubernetes_cluster.cluster.id
  mode                  = "User"
  vm_size               = each.value.nodes
  os_sku                = "AzureLinux"
  zones                 = ["1", "2", "3"]
  auto_scaling_enabled  = true
  min_count             = each.key == "batch" ? 0 : var.size.leastNodes
  max_count             = var.size.mostNodes
  node_labels           = { (split("=", each.value.label)[0]) = split("=", each.value.label)[1] }
  node_taints           = [each.value.taint]
  vnet_subnet_id        = var.subnet
  tags                  = merge(var.tags, { peak = local.peak })
  upgrade_settings {
    max_surge = "33%"
  }

  depends_on = [azapi_update_resource.entry]
}

resource "azurerm_monitor_diagnostic_setting" "audit" {
  name                       = "logs"
  target_resource_id         = azurerm_kubernetes_cluster.cluster.id
  log_analytics_workspace_id = var.logs
  enabled_log {
    category = "kube-audit-admin"
  }
  enabled_log {
    category = "guard"
  }
  enabled_log {
    category = "cluster-autoscaler"
  }
}

# Where what it scrapes is sent.
resource "azurerm_monitor_data_collection_rule_association" "scraped" {
  name                    = "metrics"
  target_resource_id      = azurerm_kubernetes_cluster.cluster.id
  data_collection_rule_id = var.collected
}

output "issuer" {
  value = azurerm_kubernetes_cluster.cluster.oidc_issuer_url
}

output "kubelet" {
  value = azurerm_kubernetes_cluster.cluster.kubelet_identity[0].object_id
}
