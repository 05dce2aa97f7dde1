{{/*
# Written by publishing LiveOps.AppHost. A change here is lost with the next: docs/deploy.md.
*/}}
{{- define "liveops.secrets.console" -}}
array:
- |
  objectName: CONSOLE-SECRET
  objectType: secret
  objectAlias: CONSOLE_SECRET
- |
  objectName: ConnectionStrings--redis
  objectType: secret
  objectAlias: ConnectionStrings__redis
{{- range .Values.workloads.console.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
{{- define "liveops.secrets.fairness" -}}
array:
- |
  objectName: ConnectionStrings--redis
  objectType: secret
  objectAlias: ConnectionStrings__redis
- |
  objectName: OPERATOR-TOKEN
  objectType: secret
  objectAlias: OPERATOR_TOKEN
{{- range .Values.workloads.fairness.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
{{- define "liveops.secrets.gateway" -}}
array:
- |
  objectName: ConnectionStrings--gateway
  objectType: secret
  objectAlias: ConnectionStrings__gateway
- |
  objectName: ConnectionStrings--redis
  objectType: secret
  objectAlias: ConnectionStrings__redis
- |
  objectName: HMAC-SECRET
  objectType: secret
  objectAlias: HMAC_SECRET
- |
  objectName: OPERATOR-TOKEN
  objectType: secret
  objectAlias: OPERATOR_TOKEN
{{- range .Values.workloads.gateway.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
{{- define "liveops.secrets.gateway-migration" -}}
array:
- |
  objectName: ConnectionStrings--gateway
  objectType: secret
  objectAlias: ConnectionStrings__gateway
{{- range .Values.workloads.gatewayMigration.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
{{- define "liveops.secrets.leaderboard" -}}
array:
- |
  objectName: ConnectionStrings--leaderboard
  objectType: secret
  objectAlias: ConnectionStrings__leaderboard
- |
  objectName: ConnectionStrings--redis
  objectType: secret
  objectAlias: ConnectionStrings__redis
- |
  objectName: HMAC-SECRET
  objectType: secret
  objectAlias: HMAC_SECRET
- |
  objectName: OPERATOR-TOKEN
  objectType: secret
  objectAlias: OPERATOR_TOKEN
{{- range .Values.workloads.leaderboard.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
{{- define "liveops.secrets.leaderboard-migration" -}}
array:
- |
  objectName: ConnectionStrings--leaderboard
  objectType: secret
  objectAlias: ConnectionStrings__leaderboard
{{- range .Values.workloads.leaderboardMigration.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
{{- define "liveops.secrets.leaderboard-nightly" -}}
array:
- |
  objectName: ConnectionStrings--leaderboard
  objectType: secret
  objectAlias: ConnectionStrings__leaderboard
{{- range .Values.workloads.leaderboardNightly.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
{{- define "liveops.secrets.progression" -}}
array:
- |
  objectName: ConnectionStrings--progression
  objectType: secret
  objectAlias: ConnectionStrings__progression
- |
  objectName: ConnectionStrings--redis
  objectType: secret
  objectAlias: ConnectionStrings__redis
- |
  objectName: HMAC-SECRET
  objectType: secret
  objectAlias: HMAC_SECRET
- |
  objectName: OPERATOR-TOKEN
  objectType: secret
  objectAlias: OPERATOR_TOKEN
- |
  objectName: RECEIPT-SECRET
  objectType: secret
  objectAlias: RECEIPT_SECRET
{{- range .Values.workloads.progression.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
{{- define "liveops.secrets.progression-migration" -}}
array:
- |
  objectName: ConnectionStrings--progression
  objectType: secret
  objectAlias: ConnectionStrings__progression
{{- range .Values.workloads.progressionMigration.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
{{- define "liveops.secrets.progression-nightly" -}}
array:
- |
  objectName: ConnectionStrings--progression
  objectType: secret
  objectAlias: ConnectionStrings__progression
{{- range .Values.workloads.progressionNightly.secrets }}
- |
  objectName: {{ . | replace "_" "-" }}
  objectType: secret
  objectAlias: {{ . }}
{{- end }}
{{- end }}
