using LiveOps.Core.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>Says of an endpoint what <c>/openapi/v1.json</c> cannot infer from its handler.</summary>
public static class CallExtensions
{
    /// <summary>The problems that a call answers with, beside those that every call of its kind has.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params ProblemType[] problems) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RefusedProblems(problems));

    /// <summary>The parameters that a call takes: those of its handler's that are text and mean something narrower, and the headers that it reads itself.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder endpoint, params CallParameter[] parameters) where TBuilder : IEndpointConventionBuilder
    {
        foreach (CallParameter parameter in parameters)
            endpoint.WithMetadata(parameter);
        return endpoint;
    }

    /// <summary>The header fields that an answer carries.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="status">Of which answer.</param>
    /// <param name="fields">Which.</param>
    public static TBuilder Sends<TBuilder>(this TBuilder endpoint, int status, params AnswerField[] fields) where TBuilder : IEndpointConventionBuilder
    {
        foreach (AnswerField field in fields)
            endpoint.WithMetadata(field with { Status = status });
        return endpoint;
    }

    /// <summary>An answer with an <c>ETag</c>, and 304 for who has it.</summary>
    public static TBuilder HasETag<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)))
            .Takes(CallParameter.Header("If-None-Match", "The ETag of the answer that the caller has.", SchemaParts.Text()))
            .Sends(StatusCodes.Status200OK, AnswerField.ETag)
            .Sends(StatusCodes.Status304NotModified, AnswerField.ETag);

    /// <summary>Says that members of the body which the call does not know are passed over. Any other call refuses them.</summary>
    public static TBuilder HasOpenBody<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new OpenBody());

    /// <summary>The section that calls stand in.</summary>
    /// <param name="endpoints">The calls.</param>
    /// <param name="name">The tag.</param>
    /// <param name="description">One sentence about it.</param>
    public static TBuilder InSection<TBuilder>(this TBuilder endpoints, string name, string description) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithTags(name).WithMetadata(new Section(name, description));
}
