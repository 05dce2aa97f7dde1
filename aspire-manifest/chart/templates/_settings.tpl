{{/*
# Written by publishing LiveOps.AppHost. A change here is lost with the next: docs/deploy.md.
*/}}
{{- define "liveops.settings.console" -}}
CONSOLE_ADDRESS: "{{ .Values.parameters.consoleAddress }}"
CONSOLE_PROXIES: "{{ .Values.parameters.consoleProxies }}"
HTTP_PORTS: "8080"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
OTEL_EXPORTER_OTLP_ENDPOINT: "{{ .Values.parameters.otlpEndpoint }}"
OTEL_SERVICE_NAME: "console"
services__fairness__http__0: "http://fairness:8080"
services__gateway__http__0: "http://gateway:8080"
services__leaderboard__http__0: "http://leaderboard:8080"
services__progression__http__0: "http://progression:8080"
{{- end }}
{{- define "liveops.settings.fairness" -}}
ASPNETCORE_FORWARDEDHEADERS_ENABLED: "true"
BUS_KIND: "servicebus"
ConnectionStrings__servicebus: "{{ .Values.parameters.servicebusHost }}"
HTTP_PORTS: "8080"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
OTEL_EXPORTER_OTLP_ENDPOINT: "{{ .Values.parameters.otlpEndpoint }}"
OTEL_SERVICE_NAME: "fairness"
POLICY_DIR: "/etc/liveops/policies"
VERDICTS_PORT: "8091"
{{- end }}
{{- define "liveops.settings.gateway" -}}
ASPNETCORE_FORWARDEDHEADERS_ENABLED: "true"
BUS_KIND: "servicebus"
ConnectionStrings__servicebus: "{{ .Values.parameters.servicebusHost }}"
DB_KIND: "mysql"
FAIRNESS_URL: "http://fairness:8091"
HTTP_PORTS: "8080"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
OTEL_EXPORTER_OTLP_ENDPOINT: "{{ .Values.parameters.otlpEndpoint }}"
OTEL_SERVICE_NAME: "gateway"
services__fairness__http__0: "http://fairness:8080"
services__fairness__verdicts__0: "http://fairness:8091"
services__leaderboard__http__0: "http://leaderboard:8080"
services__progression__http__0: "http://progression:8080"
{{- end }}
{{- define "liveops.settings.gateway-migration" -}}
DB_KIND: "mysql"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
{{- end }}
{{- define "liveops.settings.leaderboard" -}}
ASPNETCORE_FORWARDEDHEADERS_ENABLED: "true"
BUS_KIND: "servicebus"
ConnectionStrings__servicebus: "{{ .Values.parameters.servicebusHost }}"
DB_KIND: "mysql"
HTTP_PORTS: "8080"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
OTEL_EXPORTER_OTLP_ENDPOINT: "{{ .Values.parameters.otlpEndpoint }}"
OTEL_SERVICE_NAME: "leaderboard"
POLICY_DIR: "/etc/liveops/policies"
RETENTION: "job"
{{- end }}
{{- define "liveops.settings.leaderboard-migration" -}}
DB_KIND: "mysql"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
{{- end }}
{{- define "liveops.settings.leaderboard-nightly" -}}
DB_KIND: "mysql"
EXPORT_FORMAT: "parquet"
EXPORT_TO: "{{ .Values.parameters.exports }}"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
{{- end }}
{{- define "liveops.settings.progression" -}}
ASPNETCORE_FORWARDEDHEADERS_ENABLED: "true"
BUS_KIND: "servicebus"
ConnectionStrings__servicebus: "{{ .Values.parameters.servicebusHost }}"
DB_KIND: "mysql"
HTTP_PORTS: "8080"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
OTEL_EXPORTER_OTLP_ENDPOINT: "{{ .Values.parameters.otlpEndpoint }}"
OTEL_SERVICE_NAME: "progression"
POLICY_DIR: "/etc/liveops/policies"
RETENTION: "job"
services__fairness__http__0: "http://fairness:8080"
services__gateway__http__0: "http://gateway:8080"
services__leaderboard__http__0: "http://leaderboard:8080"
{{- end }}
{{- define "liveops.settings.progression-migration" -}}
DB_KIND: "mysql"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
{{- end }}
{{- define "liveops.settings.progression-nightly" -}}
DB_KIND: "mysql"
EXPORT_FORMAT: "parquet"
EXPORT_TO: "{{ .Values.parameters.exports }}"
OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY: "in_memory"
{{- end }}
