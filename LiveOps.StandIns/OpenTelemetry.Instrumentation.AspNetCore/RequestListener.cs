using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>
/// Hears from ASP.NET Core of requests as they begin and end, and names and describes their spans by the HTTP semantic conventions:
/// https://opentelemetry.io/docs/specs/semconv/http/http-spans/
/// </summary>
internal sealed class RequestListener : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string Begin = "Microsoft.AspNetCore.Hosting.HttpRequestIn.Start";
    private const string End = "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop";
    private const string Span = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly AspNetCoreTraceInstrumentationOptions _options;
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _subscriptions = [];

    public RequestListener(AspNetCoreTraceInstrumentationOptions options)
    {
        _options = options;
        Keep(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.AspNetCore")
            Keep(value.Subscribe(this, name => name is Begin or End or Span));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Activity.Current is not { IsAllDataRequested: true } activity || value.Value is not HttpContext context)
            return;
        if (value.Key == Begin)
            OnBegin(activity, context);
        else if (value.Key == End)
            OnEnd(activity, context);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        lock (_gate)
            _subscriptions.ForEach(subscription => subscription.Dispose());
    }

    private void OnBegin(Activity activity, HttpContext context)
    {
        if (_options.Filter is { } filter && !filter(context))
        {
            activity.IsAllDataRequested = false;
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        activity.SetTag("http.request.method", context.Request.Method);
        activity.SetTag("url.scheme", context.Request.Scheme);
        activity.SetTag("url.path", context.Request.Path.Value);
    }

    private static void OnEnd(Activity activity, HttpContext context)
    {
        int status = context.Response.StatusCode;
        activity.SetTag("http.response.status_code", status);
        if (status >= 500)
            activity.SetStatus(ActivityStatusCode.Error);
        if ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route)
        {
            activity.SetTag("http.route", route);
            activity.DisplayName = $"{context.Request.Method} {route}";
        }
        else
        {
            activity.DisplayName = context.Request.Method;
        }
    }

    private void Keep(IDisposable subscription)
    {
        lock (_gate)
            _subscriptions.Add(subscription);
    }
}
