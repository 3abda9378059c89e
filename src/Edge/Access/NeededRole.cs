using AiGateway.Core.Access;
using Microsoft.AspNetCore.Authorization;

namespace AiGateway.Edge.Access;

/// <summary>Stands on an endpoint and says whom it is for. It is the policy as well: what is routed is what is checked.</summary>
internal sealed record NeededRole(Role Role) : IAuthorizationRequirementData, IAuthorizationRequirement, IAuthorizeData
{
    public string? Policy { get; set; }

    public string? Roles { get; set; }

    public string? AuthenticationSchemes { get; set; }

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>Lets those through whose role covers the one that is needed.</summary>
internal sealed class RoleCheck : AuthorizationHandler<NeededRole>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeededRole requirement)
    {
        if (Caller.Of(context.User) is { } caller && caller.Role.Covers(requirement.Role))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>Says for whom endpoints are.</summary>
internal static class NeededRoles
{
    /// <summary>For one role, and those that cover it.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoints, Role role)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new NeededRole(role)));
        return endpoints;
    }

    /// <summary>For whoever is signed in.</summary>
    public static TBuilder ForAnybody<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireAuthorization();

    /// <summary>Whoever may look may ask, and only operators may change.</summary>
    public static TBuilder ForViewersAndOperators<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            var methods = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? [];
            endpoint.Metadata.Add(new NeededRole(methods.Count > 0 && methods.All(HttpMethods.IsGet) ? Role.Viewer : Role.Operator));
        });
        return endpoints;
    }
}
