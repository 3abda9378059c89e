namespace AiGateway.Core.Limits.Leasing;

/// <summary>What a consumer asked for of a model at one edge since the last report, admitted or not.</summary>
/// <param name="Consumer">Who.</param>
/// <param name="Weight">Its weight among others, at least 1.</param>
/// <param name="Calls">Calls.</param>
/// <param name="Tokens">Tokens they were estimated at.</param>
public readonly record struct ConsumerOffer(string Consumer, int Weight, long Calls, long Tokens);

/// <summary>How much of what it asks for a consumer may have of a scarce model.</summary>
/// <param name="Consumer">Who.</param>
/// <param name="Dimension">The limit that is scarce.</param>
/// <param name="Part">0–1.</param>
public readonly record struct ConsumerShare(string Consumer, LimitDimension Dimension, double Part);
