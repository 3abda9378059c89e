using AiGateway.Core.Grayscale;
using Microsoft.Extensions.Logging;

namespace AiGateway.Grains.Grayscale;

/// <summary>What owners of ramps say in the log.</summary>
internal static partial class RampLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Ramp of {Model} is {State} at {Percent} % ({Reason}): {Figures}")]
    public static partial void Changed(ILogger logger, string model, RampState state, double percent, string? reason, string? figures);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ramp of {Model} was rolled back ({Reason}): {Figures}")]
    public static partial void RolledBack(ILogger logger, string model, string? reason, string? figures);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ramp of {Model} could not be passed to the feed, trying again: {Reason}")]
    public static partial void NotPublished(ILogger logger, string model, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ramp of {Model} could not be stored, trying again; its share is not raised before it is: {Reason}")]
    public static partial void NotSaved(ILogger logger, string model, string reason);
}
