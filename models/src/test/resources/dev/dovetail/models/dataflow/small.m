// Two convolutions and a matrix product, in the ways of writing that mapping files know.
Constant Channels 8
Constant Tile 4;

Network small {
  Layer first {
    Type: CONV
    Stride { Y: 2, X: 1 }
    Dimensions { K: 16, C: Channels, R: 3, S: 3, Y: 14, X: 14 }
    Dataflow {
      SpatialMap(1,1) K;          // one filter per cluster
      TemporalMap(Tile,Tile) C;
      TemporalMap(Sz(R),1) Y;
      TemporalMap(Sz(S),1) X';
      Cluster(Tile, P);
      SpatialMap(1,1) C;
    }
  }
  Layer second {
    Type: DSCONV
    Dimensions { C: Channels, R: 3, S: 3, Y: 14, X: 14 }
    Dataflow {
      TemporalMap(1,1) C;
      SpatialMap(Sz(R),1) Y;
      TemporalMap(Tile+Sz(S)-1,Tile) X;
    }
  }
  Layer product {
    Type: GEMM
    Dimensions { M: 12, N: 5, K: 20 }
    Dataflow {
      SpatialMap(1,1) M;
      TemporalMap(Sz(K),Sz(K)) K;
      TemporalMap(1,1) N;
    }
  }
}
