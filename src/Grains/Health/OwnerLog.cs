using AiGateway.Core.Health;
using Microsoft.Extensions.Logging;

namespace AiGateway.Grains.Health;

/// <summary>What owners of health say in the log.</summary>
internal static partial class OwnerLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} is {State} ({Reason})")]
    public static partial void KeyState(ILogger logger, string keyId, KeyHealthState state, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} is {State} for model {Model} ({Reason})")]
    public static partial void ModelState(ILogger logger, string keyId, string model, KeyHealthState state, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} is probed for model {Model} by {EdgeId}")]
    public static partial void ModelProbe(ILogger logger, string keyId, string model, string edgeId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Endpoint {EndpointId} is {State} ({Reason})")]
    public static partial void EndpointState(ILogger logger, string endpointId, EndpointState state, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} is probed by {EdgeId}")]
    public static partial void KeyProbe(ILogger logger, string keyId, string edgeId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Endpoint {EndpointId} is probed by {EdgeId}")]
    public static partial void EndpointProbe(ILogger logger, string endpointId, string edgeId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "State of {Id} could not be passed to the feed, trying again: {Reason}")]
    public static partial void NotPublished(ILogger logger, string id, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "State of {Id} could not be stored: {Reason}")]
    public static partial void NotSaved(ILogger logger, string id, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Owner of key {KeyId} could not be told what is known of its endpoint: {Reason}")]
    public static partial void KeyNotTold(ILogger logger, string keyId, string reason);
}
