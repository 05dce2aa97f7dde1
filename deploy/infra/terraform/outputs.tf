output "installations" {
  description = "What overlays/*/installation.yaml is told."
  value       = merge([for region in module.region : region.installations]...)
}

output "registry" {
  value = module.registry.server
}

output "frontDoorId" {
  value = var.frontDoor ? module.front_door[0].id : ""
}
