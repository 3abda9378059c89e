namespace AiGateway.LimitLoad;

/// <summary>What became of a consumer's calls.</summary>
/// <param name="Admitted">How many were admitted.</param>
/// <param name="Waited">Of those the share that waited for a hop.</param>
/// <param name="Reports">Reports for each of them, which is what its owner is asked.</param>
/// <param name="Batches">Calls from edges to desks for each of them, a batch shared out among the reports it carried.</param>
/// <param name="Unanswered">Calls turned away because nobody could be asked.</param>
internal readonly record struct TrafficFigures(int Admitted, double Waited, double Reports, double Batches, int Unanswered);
