namespace AiGateway.Edge.Admin.Http;

/// <summary>What the OpenAPI document says of an endpoint beside its addresses and types.</summary>
internal static class EndpointDescription
{
    /// <param name="operationId">Names it for generated clients; never changes.</param>
    /// <param name="problems">Statuses of its problems beside 401, 500 and 503, which every endpoint has.</param>
    public static RouteHandlerBuilder Described(this RouteHandlerBuilder endpoint, string operationId, string summary, params ReadOnlySpan<int> problems)
    {
        endpoint.WithName(operationId).WithSummary(summary);
        foreach (var status in problems)
            endpoint.ProducesProblem(status);
        return endpoint.ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status500InternalServerError).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }
}
