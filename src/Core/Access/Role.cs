using System.Text.Json.Serialization;

namespace AiGateway.Core.Access;

/// <summary>What somebody may do with the management plane.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>A caller of models, who sees what is his own.</summary>
    [JsonStringEnumMemberName("consumer")]
    Consumer,

    /// <summary>Sees everything but who has access.</summary>
    [JsonStringEnumMemberName("viewer")]
    Viewer,

    /// <summary>Changes the catalog, keys and ramps as well.</summary>
    [JsonStringEnumMemberName("operator")]
    Operator,

    /// <summary>Decides who has access as well.</summary>
    [JsonStringEnumMemberName("owner")]
    Owner,
}

/// <summary>What roles let through.</summary>
public static class Roles
{
    /// <summary>Owners may what operators may, and those what viewers may. Consumers stand aside: what is theirs is nobody else's.</summary>
    public static bool Covers(this Role role, Role needed) =>
        needed == Role.Consumer || role == Role.Consumer ? role == needed : role >= needed;
}
